/**
 * A name in Han characters may be read in Chinese, Korean or Japanese, and nothing in the text says which. The Chinese reading comes from the
 * general table; here are the Korean readings of characters that are common in names, and Japanese family and given names as whole words.
 */
const KOREAN_SYLLABLES =
  'kim金 lee李 park朴 choe崔 jong鄭鄭正貞政庭宗鍾鐘 kang姜康 cho趙曺 yun尹允潤 jang張章 lim林 han韓漢翰 oh吳 seo徐西瑞 shin申辛信新 kwon權 hwang黃 an安 song宋成聖城星 hong洪弘 ' +
  'ko高 mun文 son孫善先 bae裴 baek白伯 ho許虎浩鎬 yu劉兪柳有裕 nam南男 sim沈 ro盧 ha河夏 chon全田千 min閔敏民 un恩銀殷 hye慧惠 hyon賢玄顯鉉 jun俊準 chol哲鐵喆 su秀洙壽守水 ' +
  'yong龍永英榮泳勇容鏞 ju周朱柱宙 ji志智池芝 il一日 hyok赫 gi基起 kwang光廣 chun春 hui熙喜姬希 sok石錫碩 tae泰太大 kuk國 myong明 jae在宰載 chang昌昶 hun勳勛訓 sik植 ' +
  'in仁寅 sang相尙 dong東 hak學 bom範 sun順純淳 ok玉 ja子 suk淑 mi美 kyong京慶敬景卿 won元源 u宇佑雨 to道 pil弼 man萬 bok福 hwan煥 ryol烈 gon建健 ra羅 son宣 pyo表 tak卓';

export const KOREAN_READING: ReadonlyMap<string, string> = new Map(
  KOREAN_SYLLABLES.split(' ').flatMap((group) => {
    const latin = /^[a-z]+/.exec(group)?.[0] ?? '';
    return [...group.slice(latin.length)].map((character) => [character, latin] as const);
  }),
);

const JAPANESE_FAMILY_NAMES =
  'sato佐藤 suzuki鈴木 takahashi高橋 tanaka田中 watanabe渡辺 watanabe渡邊 ito伊藤 yamamoto山本 nakamura中村 kobayashi小林 kato加藤 yoshida吉田 yamada山田 sasaki佐々木 ' +
  'yamaguchi山口 matsumoto松本 inoue井上 kimura木村 hayashi林 saito斎藤 saito斉藤 shimizu清水 yamazaki山崎 mori森 abe阿部 abe安倍 ikeda池田 hashimoto橋本 yamashita山下 ' +
  'ishikawa石川 nakajima中島 maeda前田 fujita藤田 ogawa小川 goto後藤 okada岡田 hasegawa長谷川 murakami村上 kondo近藤 ishii石井 sakamoto坂本 endo遠藤 aoki青木 fujii藤井 ' +
  'nishimura西村 fukuda福田 ota太田 miura三浦 fujiwara藤原 okamoto岡本 matsuda松田 nakagawa中川 nakano中野 harada原田 ono小野 tamura田村 takeuchi竹内 kaneko金子 wada和田 ' +
  'nakayama中山 ishida石田 ueda上田 morita森田 hara原 shibata柴田 sakai酒井 kudo工藤 yokoyama横山 miyazaki宮崎 miyamoto宮本 uchida内田 takagi高木 ando安藤 taniguchi谷口 ' +
  'ohno大野 maruyama丸山 imai今井 takada高田 fujimoto藤本 takeda武田 murata村田 ueno上野 sugiyama杉山 masuda増田 sugawara菅原 hirano平野 kojima小島 otsuka大塚 chiba千葉 ' +
  'kubo久保 matsui松井 iwasaki岩崎 sakurai桜井 kinoshita木下 noguchi野口 matsuo松尾 kikuchi菊地 nomura野村 arai新井 sano佐野 sugimoto杉本 suga菅 kishida岸田 koizumi小泉 aso麻生 kono河野 ishiba石破 toyoda豊田 honda本田 asahara麻原';

const JAPANESE_GIVEN_NAMES =
  'taro太郎 jiro次郎 ichiro一郎 saburo三郎 hanako花子 kenji健二 kenji賢治 hiroshi浩 hiroshi弘 takashi隆 makoto誠 shinzo晋三 fumio文雄 yoshihide義偉 junichiro純一郎 taro太朗 ' +
  'akira明 akira彰 satoshi聡 naoto直人 kazuo一夫 kazuo和夫 yoshio義雄 yukio由紀夫 yuki由紀 yuko裕子 yuko優子 keiko恵子 keiko慶子 yoko洋子 yoko陽子 kazuko和子 sachiko幸子 tomoko智子 ' +
  'naoko直子 akiko明子 michiko美智子 hiroko裕子 noriko典子 masako雅子 haruki春樹 haruto陽翔 shota翔太 daisuke大輔 kenta健太 takuya拓也 tatsuya達也 ryota亮太 yusuke祐介 sakura桜 ' +
  'hideki英樹 hideo英雄 masao正雄 masaru勝 minoru実 shigeru茂 isamu勇 osamu治 kiyoshi清 noboru登 mamoru守 susumu進 tadashi正 yutaka豊 fusako房子 shoko彰晃 emi恵美 mayumi真由美 kumiko久美子';

export const JAPANESE_FAMILY: ReadonlyMap<string, string> = words(JAPANESE_FAMILY_NAMES);
export const JAPANESE_GIVEN: ReadonlyMap<string, string> = words(JAPANESE_GIVEN_NAMES);

function words(table: string): Map<string, string> {
  return new Map(
    table.split(' ').map((word) => {
      const latin = /^[a-z]+/.exec(word)?.[0] ?? '';
      return [word.slice(latin.length), latin];
    }),
  );
}
