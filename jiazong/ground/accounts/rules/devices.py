"""What a person recognises a device by: browser and system, and the network without the last part of the address."""
import ipaddress

BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("wxwork", "企业微信"), ("HarmonyOS", "HarmonyOS"), ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def label_of(user_agent: str) -> str:
    """Browser and system in two words, for example "Chrome · Windows"; the signature itself is not kept."""
    named = [next((word for sign, word in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(dict.fromkeys(word for word in named if word)) or "?"


def network_of(address: str) -> str:
    """The network an address belongs to: /24 of IPv4, /48 of IPv6; a whole address would say too much about a person."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "?"
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))
