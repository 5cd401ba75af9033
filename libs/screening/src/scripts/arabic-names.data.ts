/**
 * Names that are so common in Arabic letters that their vowels are known. Everything else is compared by consonants. The article, vowel signs
 * and the kinds of alif, ya and ta marbuta are levelled before the look-up.
 */
const NAMES =
  'muhammad محمد|ahmad احمد|ali علي|ali علی|hasan حسن|husayn حسين|husayn حسین|abdullah عبدالله|abd عبد|allah الله|rahman رحمن|rahim رحيم|umar عمر|uthman عثمان|khalid خالد|mahmud محمود|mustafa مصطفي|mustafa مصطفی|' +
  'ibrahim ابراهيم|ibrahim ابراهیم|ismail اسماعيل|yusuf يوسف|yusuf یوسف|musa موسي|isa عيسي|dawud داود|sulayman سليمان|yahya يحيي|zakariya زكريا|harun هارون|ayyub ايوب|salih صالح|said سعيد|said سعید|saad سعد|salim سالم|' +
  'salman سلمان|faysal فيصل|fahd فهد|nasir ناصر|nasr نصر|jamal جمال|kamal كمال|karim كريم|karim کریم|majid ماجد|majid مجيد|hamid حامد|hamid حميد|rashid راشد|rashid رشيد|tariq طارق|walid وليد|ziyad زياد|ammar عمار|' +
  'bashar بشار|bashir بشير|hafiz حافظ|asad اسد|saddam صدام|usama اسامه|aiman ايمن|anwar انور|adil عادل|amir امير|amin امين|amir عامر|abbas عباس|jafar جعفر|mahdi مهدي|mahdi مهدی|rida رضا|sadiq صادق|kazim كاظم|' +
  'hashim هاشم|qasim قاسم|qasim قاسمي|talal طلال|sultan سلطان|bandar بندر|turki تركي|mansur منصور|muhsin محسن|mazin مازن|samir سمير|munir منير|nabil نبيل|jamil جميل|khalil خليل|kamil كامل|fadil فاضل|fuad فؤاد|riyad رياض|' +
  'imad عماد|din دين|nur نور|shams شمس|fatima فاطمه|aisha عائشه|maryam مريم|zaynab زينب|khadija خديجه|layla ليلي|huda هدي|muna مني|abu ابو|bin بن|ibn ابن|bint بنت|al ال|sayyid سيد|shaykh شيخ|haj حاج|mulla ملا|' +
  'taha طه|yasin ياسين|yasir ياسر|hamza حمزه|bilal بلال|zayd زيد|hani هاني|sami سامي|rami رامي|fadi فادي|hadi هادي|ramadan رمضان|shaban شعبان|rajab رجب|habib حبيب|latif لطيف|aziz عزيز|malik ملك|malik مالك|fattah فتاح|qadir قادر|' +
  'qadir قدير|wahhab وهاب|jabbar جبار|razzaq رزاق|salam سلام|ghani غني|halim حليم|hakim حكيم|khan خان|shah شاه|gul گل|akbar اكبر|akbar اکبر|asghar اصغر|ghulam غلام|nawaz نواز|sharif شريف|sharif شریف|iqbal اقبال|javad جواد|hossein حسین|reza رضا';

export const ARABIC_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.split('|')
    .map((pair) => pair.split(' ') as [string, string])
    .map(([latin, arabic]) => [arabic, latin]),
);
