"""Limits of the platforms, each with where it was read, and the few that are our own choice.

**Units** are in the names: bytes of UTF-8, seconds, hours. Quotas move; change them here only.
"""

from __future__ import annotations

from typing import Final

# --- our own choices ---------------------------------------------------------------------------------------------

MAX_BODY_BYTES: Final = 64 * 1024
"""Largest callback body. Own choice: a 2048-byte text, encrypted in compatible mode, stays below 16 KiB."""
MAX_DEPTH: Final = 8
"""Deepest nesting of a callback body. Own choice: the deepest known event (SendPicsInfo) has 5 levels."""
MAX_ID_CHARS: Final = 128
"""Longest identifier. Own choice: openid 28, WeCom userid 64 bytes, external_userid 32, MsgId 20 digits."""
FRESHNESS_SECONDS: Final = 600
"""Accepted distance between a callback's timestamp and now. Own choice: no platform document gives one."""
SPLIT_TEXT_BYTES: Final = 1800
"""Where long answers are cut. Own choice: silenceper/wechat issue 673 saw texts above 628 汉字 fail."""
ANSWER_BUDGET_SECONDS: Final = 4.2
"""Time to answer within the platform's 5 s, network taken off. Own choice."""
DEDUPE_SECONDS: Final = 120
"""How long a dedupe key is remembered at least. Own choice: three attempts of 5 s can span more than 15 s."""

# --- delivery ----------------------------------------------------------------------------------------------------

ANSWER_LIMIT_SECONDS: Final = 5
"""Then the connection is cut. Source: 被动回复用户消息 (official account); WeCom path/90930 (回调配置)."""
URL_CHECK_LIMIT_SECONDS: Final = 1
"""WeCom's limit for the URL check. Source: WeCom path/90930."""
DELIVERY_ATTEMPTS: Final = 3
"""Attempts in all for one callback. Source: 接收普通消息 (official account); WeCom path/90930."""

# --- lengths -----------------------------------------------------------------------------------------------------

PASSIVE_TEXT_BYTES: Final = 2048
"""Passive text of an official account. Source: chatgpt-on-wechat, MamaShip issue 77 (dodgepudding issue 363: 2047)."""
WECOM_TEXT_BYTES: Final = 2048
"""Text of a WeCom app message; more is cut. Source: WeCom path/90236."""
KF_TEXT_BYTES: Final = 2048
"""Text of a 微信客服 message. Source: WeCom path/94677."""
AIBOT_STREAM_BYTES: Final = 20480
"""Markdown of a 智能机器人 stream reply. Source: WeCom path/101031."""
KF_MSGID_BYTES: Final = 32
"""Longest msgid we choose for kf, of [0-9A-Za-z_-]. Source: WeCom path/94677."""

# --- customer-service messages (客服消息) --------------------------------------------------------------------------

PUSH_QUOTA_USER_MESSAGE: Final = 5
"""Pushes after a resident's message. Source: 客服消息 page of the official account; same for 微信客服 and 小程序."""
PUSH_WINDOW_USER_MESSAGE_HOURS: Final = 48
"""Window of those pushes. Source: same page."""
PUSH_QUOTA_MENU_CLICK: Final = 3
"""Pushes after a menu click or a click on a msgmenu item (bizmsgmenuid). Source: same page."""
PUSH_WINDOW_MENU_CLICK_SECONDS: Final = 60
"""Window of those pushes. Source: same page."""
PUSH_QUOTA_SUBSCRIBE: Final = 3
"""Pushes after a subscription, within 60 s. Source: same page."""
PUSH_QUOTA_SCAN: Final = 3
"""Pushes after a scanned code, within 60 s. Source: same page."""
PUSH_WINDOW_SUBSCRIBE_SECONDS: Final = 60
"""Window of the pushes after a subscription or a scan. Source: same page."""
PUSH_QUOTA_MINIPROGRAM_ENTER: Final = 2
"""Pushes after entering a mini program's customer session, within 60 s. Source: 小程序客服消息."""
WECOM_PUSH_PER_MINUTE: Final = 30
"""App messages to one member in a minute. Source: WeCom path/90236."""
WECOM_PUSH_PER_HOUR: Final = 1000
"""App messages to one member in an hour. Source: WeCom path/90236."""

# --- 微信客服 (kf) and 智能机器人 (aibot) --------------------------------------------------------------------

KF_SYNC_LIMIT: Final = 1000
"""Most items of one sync_msg page. Source: WeCom path/94670."""
KF_TOKEN_SECONDS: Final = 600
"""Life of the token in a kf callback. Source: WeCom path/94670."""
KF_HISTORY_DAYS: Final = 3
"""How far back sync_msg reaches. Source: WeCom path/94670."""
AIBOT_RESPONSE_URL_SECONDS: Final = 3600
"""Life of response_url, usable once. Source: WeCom path/101138."""
AIBOT_STREAM_SECONDS: Final = 360
"""How long a stream is refreshed. Source: WeCom path/101031."""
