"""Names of people within running text, found by the words that stand before them.

An account of an incident says 报警人张三称, 司机李四, 联系人：王五. Where no such word stands
before a name, nothing short of a dictionary tells 张三 from 张贴: such a name is not found, so free
text is shown with the facts of one record only and never goes into columns.
"""

import re
from typing import Final

_CUES: Final = (
    "报警人|报案人|报料人|当事人|当事双方|受害人|被害人|被害者|受害者|嫌疑人|违法人|肇事者|伤者|死者|患者|伤员|"
    "驾驶员|驾驶人|司机|乘客|行人|骑手|业主|房东|租客|租户|住户|户主|店主|老板|负责人|经营者|责任人|联系人|联系|"
    "姓名|名叫|家属|家长|学生|老人|男子|女子|男童|女童|居民|村民|群众|工人|员工|民警|证人|房主|其子|其女|其妻|其夫"
)
_SURNAMES: Final = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔汤温"
    "康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "盛曲翁冉骆蓝游辛靳管柴蒙鲍华喻祁蒲房滕屈饶牟艾尤阳穆农司卓古吉缪简芦麦褚娄窦戚岑景党宫费卜冷晏席卫]"
)
"""Compound ones first; the rest are those of nearly everybody (surnames by number, 2020)."""
_WORDS: Final = (
    "高处|高空|高温|高压|高速|高龄|安全|安装|安置|万元|金额|雷击|雷雨|游泳|游玩|方向|方便|方面|方才|左转|左手|左脚|"
    "左腿|左侧|左臂|成功|毛巾|石块|石头|包括|包裹|单独|温度|汤锅|康复|冷静|费用|关门|关闭|石板|江边|江面|金属|苗圃"
)
"""Words that begin like a surname."""
_GIVEN: Final = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_NO_NAME: Final = "报称说于在被与和到将向因骑驾从的等已无经打拨电来去住为把对是及并发受"
"""What follows a name rather than belongs to it."""
_NAMED: Final = re.compile(
    rf"((?:{_CUES})(?:叫|为|是)?[\s:：、,，(（]*)(?!{_WORDS})({_SURNAMES})({_GIVEN}(?:(?![{_NO_NAME}]){_GIVEN}){{0,2}})"
)


def mask_named(text: str) -> str:
    """Mask the names that follow a word for a person: 报警人张三 → 报警人张**."""
    return _NAMED.sub(lambda found: f"{found[1]}{found[2][0]}**", text)
