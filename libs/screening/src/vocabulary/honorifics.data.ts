/** Titles and forms of address of a person, in Latin letters without points. None of them is a name where another word is left. */
export const HONORIFICS: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss mx dr prof professor doctor sir dame lord lady rev sr sra srta don dona senor senora monsieur madame mme herr frau dipl engineer ' +
    'president prasident praesident presidente prezident minister chancellor kanzler senator governor ambassador king queen prince princess emir emperor ' +
    'general gen maj major col colonel lt lieutenant capt captain sgt sergeant brig brigadier admiral adm marshal commander cmdr chief ' +
    'shaikh shaykh sheikh sheik cheikh shekh haji hajji hajj alhaj alhaji hajja hadji mullah mulla molla mawlawi maulavi maulvi mawlana maulana moulvi qari kari ustad ustaz hafiz ' +
    'ayatollah hojatoleslam imam mufti alim sayyid sayyed sayed sayid seyed syed said seyyed al-haj ' +
    'jr snr junior senior ii iii iv esq phd md mba bsc msc nee'
  ).split(' '),
);

/** Titles that are names as often: they count a little where they are missing and as a name where both sides have them. */
export const TITLES_THAT_ARE_NAMES: ReadonlySet<string> = new Set(
  'sayyid sayyed sayed sayid seyed syed seyyed said hafiz imam hadji major prince king marshal don general'.split(' '),
);
