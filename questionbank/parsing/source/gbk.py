"""The byte model of the damage: GBK with the user-defined areas as private-use characters.

A page that was rewritten byte by byte can only be read back byte by byte (see `repair`).
"""

from __future__ import annotations

# Reading → traditional characters that converters annotate. Only facts of pronunciation; used where the annotated
# character itself was swallowed and must be found by its reading and its lead byte.
_READINGS = (
    "ài愛礙|àn闇|bà罷|bǎi擺|bài敗|bān頒|bàn辦|bāng幫|bǎng綁|bǎo寶飽|bào報|bèi備貝輩|běn苯|bǐ筆|bì畢幣閉|biān編邊|biàn變辯|"
    "biāo標|biǎo錶|bié別|bīn賓|bīng氷|bō撥|bó駁|bǔ補|cái財|cān參|cán殘慚|càn燦|cāng倉蒼|cè測側|céng層|chá詧|chǎn產|cháng長場嘗償|"
    "chǎng廠場|chàng暢|chāo鈔|chē車|chè徹|chén陳塵|chēng稱|chéng誠懲|chěng騁|chí馳遲|chǐ齒|chì熾|chōng衝|chóng蟲|chǒng寵|chóu籌|"
    "chú儲鋤|chǔ處礎儲|chù觸處|chuán傳|chuàn傳|chuāng瘡|chuáng牀|chuǎng闖|chuàng創|chún純|cí詞辭|cì賜|cōng聰|cóng從|cuò錯|"
    "dá達|dài貸帶|dān單擔|dǎn膽|dàn誕彈擔|dāng當|dǎng黨擋|dàng檔當|dǎo導島|dēng燈|dèng鄧|dí敵|dì遞|diǎn點|diàn電墊|diào調|dié疊|"
    "dīng釘|dǐng頂|dìng訂|dòng動棟凍|dòu鬥|dú獨讀|duàn斷鍛|duì對隊|dùn頓噸|duó奪|é額|ér兒|ěr爾|èr貳|fā發|fá罰|fà髮|fán煩|fàn範販飯|"
    "fǎng訪|fàng放|fēi飛|fèi費廢|fēn紛|fèn憤奮|fēng豐風鋒|fèng鳳|fū膚|fú撫|fǔ輔撫|fù負復複婦賦|gāi該|gài蓋|gān乾|gǎn趕|gàn幹|"
    "gāng剛鋼綱|gǎng崗|gǎo搞|gē擱|gé閣|gè個|gěi給|gōng鞏|gǒng鞏|gòng貢|gōu溝|gòu構購夠|gù顧僱|guā颳|guà掛|guān關觀|guǎn館|guàn慣貫|"
    "guǎng廣|guī規歸龜|guǐ軌|guì貴|gǔn滾|guó國|guò過|hái還|hán韓|hàn漢|háng絎|hào號|hé紇|hè賀|hóng紅|hòu後|hú鬍|hù護戶滬|"
    "huá華劃|huà畫話劃|huái懷|huài壞|huān歡|huán環還|huǎn緩|huàn換|huàng晃|huī揮輝|huì會匯滙彙|hùn渾|huò獲貨|"
    "jī機積擊績|jí級極輯|jǐ幾擠|jì計記紀際繼濟|jià價駕|jiān間監堅|jiǎn簡減檢|jiàn見建漸鑒鍵|jiāng將漿|jiǎng講獎|jiàng將醬|jiāo驕膠|"
    "jiǎo腳矯|jiào較覺|jiē階|jié節結潔|jiě姐|jiè屆|jīn僅緊|jǐn緊僅錦|jìn進盡勁|jīng經驚|jǐng頸|jìng競淨徑鏡|jiū糾|jiù舊|jū駒|jǔ舉|jù據劇懼|"
    "juān捐|juàn捲|jué覺決絕|jūn軍|kāi開|kǎi凱|kān勘|kè課|kěn懇|kòng控|kù庫褲|kuài塊|kuān寬|kuàng況礦|kuī虧|kuì饋|kuò擴闊|lái來|"
    "lài賴|lán欄藍攔|lǎn覽|làn爛|láo勞|lào澇|lè樂|léi雷|lěi壘|lèi類|lí離|lǐ禮裏|lì歷麗勵|lián聯連|liǎn臉|liàn練戀|liáng糧|liǎng兩|"
    "liàng諒|liáo療|liè獵|lín鄰臨|lǐng領|liú劉|lóng龍|lóu樓|lú盧|lù錄陸|lǘ驢|lǚ縷屢|lǜ綠慮|luàn亂|lún輪倫|lùn論|luó羅邏|luò絡|"
    "mǎ馬碼|mà罵|mǎi買|mài賣麥|mǎn滿|màn慢|māo貓|mào貿|me麼|méi沒|mén門|men們|mèng夢|mí彌|miàn麵|miào廟|miè滅|mín緡|mǐn憫|míng鳴|"
    "móu謀|mǔ畝|nǎo腦|nào鬧|ne呢|nèi內|nǐ擬|nì膩|nián黏|niǎo鳥|níng寧|nóng農濃|nuò諾|ōu歐|ǒu嘔|pái牌|pán盤|páng龐|péi賠|pēn噴|"
    "péng鵬|piàn騙|piāo飄|pín貧頻|píng評憑蘋|pō潑|pò迫|pū撲鋪|pǔ樸譜|qī棲|qí齊騎|qǐ啟豈|qì氣棄|qiān簽遷謙|qián錢|qiǎn淺|qiàn欠|"
    "qiāng槍|qiáng強牆|qiǎng搶|qiáo橋|qiē切|qiè竊|qīn親|qǐn寢|qīng輕傾|qǐng請頃|qìng慶|qióng窮|qū區驅|qù趣|quán權|quàn勸|quē闕|què確|"
    "ràng讓|ráo饒|rǎo擾|rào繞|rè熱|rèn認|róng榮|ruǎn軟|ruì銳|rùn潤|sǎ灑|sài賽|sàn散|sāng喪|sǎo掃|sè澀|shā殺|shāi篩|shài曬|shàn善|"
    "shāng傷商|shǎng賞|shàng尚|shāo燒|shào紹|shè設攝|shēn紳|shěn審|shèn滲|shēng聲|shěng省|shèng勝剩|shī師濕詩|shí時實識|shì視試適勢釋|"
    "shòu壽獸|shū書輸樞|shú贖|shǔ屬|shù數術樹|shuāi摔|shuài帥|shuāng雙|shuǐ誰|shuì稅|shùn順|shuō說|sī絲|sì飼|sōng鬆|sǒng慫|sòng送頌|"
    "sōu搜|sù訴肅|suàn算|suī雖|suí隨|suì歲|sūn孫|sǔn損|suǒ鎖|tā牠|tà撻|tái臺颱|tài態|tān貪|tán談壇彈|tàn嘆|tāng湯|tǎo討|tè特|téng騰|"
    "tí題|tǐ體|tì替|tiáo條調|tiē貼|tiě鐵|tīng聽廳|tíng停|tōng通|tóng銅|tǒng統|tóu頭|tú圖|tuán團|tuī推|tuì退|tuō託|wā窪|wān彎|wán頑|"
    "wàn萬|wǎng網|wéi為維圍違|wěi偉緯|wèi衛為謂|wén聞紋|wěn穩|wèn問|wō窩|wò握|wú無|wǔ務|wù務誤霧|xī犧|xí習襲|xǐ喜|xì細繫係戲|"
    "xiá峽|xià嚇|xiān鮮|xián閒嫌|xiǎn顯險|xiàn現線縣獻憲|xiāng鄉|xiáng詳|xiǎng響想|xiàng項嚮|xiāo銷|xiǎo曉|xiào效|xié協|xiě寫|xiè謝|"
    "xīn鋅|xìn信|xīng興|xíng形|xìng興|xiōng胸|xiū修|xiù繡|xū須虛|xǔ許|xù續緒敘|xuān宣|xuǎn選|xuàn絢|xué學|xún尋詢|xùn訓訊遜|yā壓|"
    "yà亞|yán嚴鹽顏|yàn驗驗|yáng陽揚|yǎng養|yàng樣|yāo邀|yáo搖|yào藥|yè業頁葉|yī醫|yí遺儀|yǐ以|yì義議藝億譯憶|yīn陰|yín銀|yǐn飲隱|"
    "yìn印|yīng應嬰|yíng營贏|yǐng影|yìng應|yōng擁|yǒng湧|yòng用|yōu優憂|yóu郵猶遊|yòu誘|yú於餘魚漁|yǔ與語|yù預譽禦|yuán員園圓緣|"
    "yuǎn遠|yuàn願|yuē約|yuè閱躍|yún雲|yùn運韻|zá雜|zāi災|zài載|zàn暫贊|zāng髒|zǎo棗|zào造|zé責則擇|zéi賊|zèng贈|zhà詐|zhāi齋|"
    "zhài債|zhǎn展|zhàn戰佔|zhāng張|zhǎng長漲|zhàng賬帳|zhào趙|zhé摺|zhe著|zhēn針偵|zhěn診|zhèn陣鎮|zhēng爭徵|zhěng整|zhèng證|"
    "zhī織隻|zhí執職|zhǐ紙祇|zhì質製緻|zhōng鐘終|zhǒng種腫|zhòng眾種|zhōu週|zhòu驟|zhū豬|zhǔ囑|zhù築註駐|zhuā抓|zhuān專磚|zhuǎn轉|"
    "zhuàn賺轉|zhuāng裝莊|zhuàng狀壯|zhuī追|zhǔn準|zhuó著|zī資|zǐ紫|zì漬|zǒng總|zòng縱|zǒu走|zū租|zú足|zǔ組|zuàn鑽|zuì最"
)
READINGS: dict[str, str] = {}
for _entry in _READINGS.split("|"):
    _cut = next(i for i, c in enumerate(_entry) if c >= "\u4e00")
    READINGS[_entry[:_cut]] = _entry[_cut:]


def encode(char: str) -> bytes | None:
    """The GBK bytes of one character (user-defined areas included), or None."""
    code = ord(char)
    if 0xE000 <= code <= 0xE233:
        row, column = divmod(code - 0xE000, 94)
        return bytes((0xAA + row, 0xA1 + column))
    if 0xE234 <= code <= 0xE4C5:
        row, column = divmod(code - 0xE234, 94)
        return bytes((0xF8 + row, 0xA1 + column))
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return None


def decode(data: bytes) -> str | None:
    """The text of complete GBK bytes, or None when a pair is not assigned."""
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        return None


def is_traditional_only(char: str) -> bool:
    """A GBK character outside GB2312: what a converter writes and a simplified text never holds."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return "\u4e00" <= char <= "\u9fff" and encode(char) is not None
    return False


def by_reading(reading: str, lead: int, also: str = "") -> list[str]:
    """Traditional characters with this reading whose first byte is `lead`; `also` are the page's own ones."""
    found = []
    for char in dict.fromkeys(READINGS.get(reading, "") + also):
        data = encode(char)
        if data is not None and len(data) == 2 and data[0] == lead and is_traditional_only(char):
            found.append(char)
    return found
