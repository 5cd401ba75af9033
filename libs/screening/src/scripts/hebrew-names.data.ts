/** Names that are so common in Hebrew letters that their vowels are known. Everything else is compared by consonants. */
const NAMES =
  'moshe משה|david דוד|daniel דניאל|yitzhak יצחק|yaakov יעקב|yosef יוסף|avraham אברהם|shlomo שלמה|shmuel שמואל|michael מיכאל|eliyahu אליהו|aharon אהרון|aharon אהרן|shimon שמעון|yehuda יהודה|' +
  'benjamin בנימין|natan נתן|uri אורי|ariel אריאל|eyal אייל|amir אמיר|yossi יוסי|haim חיים|meir מאיר|israel ישראל|gideon גדעון|noam נועם|omer עומר|itay איתי|eitan איתן|yonatan יונתן|asaf אסף|gal גל|' +
  'sara שרה|rivka רבקה|rachel רחל|lea לאה|miriam מרים|hanna חנה|ester אסתר|tamar תמר|noa נועה|michal מיכל|yael יעל|shira שירה|maya מאיה|ruth רות|dina דינה|galit גלית|orly אורלי|' +
  'cohen כהן|levi לוי|mizrahi מזרחי|peretz פרץ|biton ביטון|dahan דהן|friedman פרידמן|katz כץ|azoulay אזולאי|malka מלכה|shapira שפירא|gabay גבאי|golan גולן|klein קליין|netanyahu נתניהו|ben בן|bar בר';

export const HEBREW_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.split('|')
    .map((pair) => pair.split(' ') as [string, string])
    .map(([latin, hebrew]) => [hebrew, latin]),
);
