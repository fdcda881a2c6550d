"""What walls and error pages are titled, in English and Japanese, a phrase a line. Case, spaces and punctuation do not count."""

from __future__ import annotations

ROBOT_CHECK = """
Are you a robot?
Are you human?
Are you a human?
Robot or human?
Robot Check
Human verification
Verify you are human
Verifying you are human
Please verify you are a human
Please verify you are human
Checking your browser
Checking your browser before accessing
Checking if the site connection is secure
Just a moment
One moment, please
One more step
Please wait
Please stand by
Attention Required
Security Check
Security check required
Security verification
Bot verification
Bot Detection
DDoS-Guard
DDoS protection by
Pardon Our Interruption
Access to this page has been denied
Client Challenge
Captcha
Captcha Challenge
reCAPTCHA
Enable JavaScript and cookies to continue
Please enable JavaScript
JavaScript is required
JavaScript is not available
Unusual traffic detected
Browser Check
Your browser is not supported
Unsupported browser
私はロボットではありません
ロボットではありません
あなたはロボットですか
あなたは人間ですか
ロボットによるアクセスの確認
画像認証
セキュリティチェック
セキュリティ確認
人間であることを確認しています
人間であることを確認してください
お使いのブラウザを確認しています
ブラウザを確認しています
ブラウザの確認
しばらくお待ちください
JavaScriptを有効にしてください
Making sure you're not a bot
Vercel Security Checkpoint
Security Checkpoint
お客様がロボットでないことを確認してください
ロボットでないことを確認してください
"""

CONSENT_WALL = """
Before you continue
Before you continue to
Cookie consent
Consent required
We value your privacy
We value your privacy & your trust
Your privacy choices
Your privacy, your choice
Manage your consent
is part of the Yahoo family of brands
Age verification
Age check
Are you over 18?
に進む前に
にアクセスする前に
ご利用の前に
続行する前に
続ける前に
クッキーの同意
Cookieの使用に関する同意
年齢確認
年齢認証
あなたは18歳以上ですか
18歳以上ですか
Before you continue to Google Search
Before you continue to YouTube
Cookieの使用に同意する
クッキーの使用に同意する
"""

LOGIN_WALL = """
Log in
Login
Login page
Log in or sign up
Log in or sign up to view
Login or sign up
Log into
Sign in
Sign in to
Signin
Sign in page
Sign in or create an account
Sign in to your account
Sign in to continue
Sign up
Sign up or log in
Log in to continue
Log in to your account
Log in to
Login required
Authentication required
Authorization required
Subscribe to continue
Subscribe to read
Join to view
ログイン
ログインページ
ログイン画面
ログインが必要です
ログインしてください
ログインまたは登録
ログイン/新規登録
ログイン・新規登録
ログイン 会員登録
ログイン 新規会員登録
ログイン(会員登録)
会員ログイン
新規登録/ログイン
にログイン
へログイン
サインイン
サインインしてください
認証が必要です
会員限定
会員限定ページ
"""

ERROR_PAGE = """
Not Found
Page Not Found
Page not found error
Page cannot be found
The page cannot be found
The page could not be found
This page could not be found
This page can't be found
This page isn't available
This page isn't working
This page does not exist
This page doesn't exist
Page doesn't exist
Page does not exist
Page unavailable
Page not available
Page removed
Page missing
The requested URL was not found
The requested URL was not found on this server
File not found
Content not found
Content unavailable
Content not available
Article not found
Post not found
Video unavailable
Item not found
Site not found
Nothing found
We can't find that page
We couldn't find that page
We can't find this page
Sorry, page not found
Sorry, this page isn't available
Sorry, something went wrong
Sorry! Something went wrong!
Oops
Oops! Page not found
Oops! Something went wrong
Oops! That page can't be found
Something went wrong
Whoops, something went wrong
Error
Error page
Error occurred
Error response
Application error
Unknown error
Unexpected error
Fatal error
Database error
Database connection error
Error establishing a database connection
An error occurred
An error has occurred
An unexpected error has occurred
Server Error
Internal Server Error
Runtime Error
The request could not be satisfied
Request could not be satisfied
Request Rejected
Request blocked
Request timeout
Bad Request
Bad Gateway
Gateway Timeout
Gateway time-out
Connection timed out
Web server is down
Web server is returning an unknown error
Origin is unreachable
Origin DNS error
Unauthorized
Forbidden
Access Denied
Access forbidden
Access restricted
Permission denied
You have been blocked
Sorry, you have been blocked
Too Many Requests
Rate limited
Rate limit exceeded
Method Not Allowed
Unavailable For Legal Reasons
Service Unavailable
Service Temporarily Unavailable
Temporarily Unavailable
Temporarily out of service
Site Unavailable
Site temporarily unavailable
Website unavailable
Site maintenance
Under maintenance
Down for maintenance
Scheduled maintenance
Maintenance mode
We'll be back soon
We'll be right back
Be right back
Account suspended
Domain expired
This domain is for sale
ページが見つかりません
ページが見つかりませんでした
ページは見つかりません
ページは見つかりませんでした
ページがみつかりません
ページがみつかりませんでした
ページが存在しません
ページは存在しません
ページがありません
ページはありません
ページを表示できません
ページを表示できませんでした
ページが表示できません
ページが表示できませんでした
ページは表示できません
ページは削除されました
ページが削除されました
このページは動作していません
このページはご利用いただけません
このページは現在ご利用いただけません
お探しのページが見つかりません
お探しのページが見つかりませんでした
お探しのページは見つかりません
お探しのページは見つかりませんでした
お探しのページはみつかりませんでした
お探しのページはありません
お探しのページはありませんでした
お探しのページは存在しません
お探しのページは削除されました
お探しの記事は見つかりません
お探しの記事は見つかりませんでした
お探しの記事が見つかりませんでした
お探しの商品は見つかりませんでした
ご指定のページが見つかりません
ご指定のページは見つかりません
ご指定のページが見つかりませんでした
ご指定のページは見つかりませんでした
ご指定のページは存在しません
指定されたページが見つかりません
指定されたページは見つかりません
指定されたページが見つかりませんでした
指定されたページは見つかりませんでした
指定されたページは存在しません
指定されたURLは存在しません
指定されたURLは存在しませんでした
アクセスしようとしたページは表示できませんでした
要求されたページが見つかりません
URLが見つかりません
ファイルが見つかりません
ファイルが見つかりませんでした
コンテンツが見つかりません
コンテンツが見つかりませんでした
記事が見つかりません
記事が見つかりませんでした
この記事は存在しません
この記事は削除されました
動画が見つかりません
見つかりません
見つかりませんでした
エラー
エラーページ
エラーが発生しました
エラーが発生いたしました
エラー画面
エラーメッセージ
システムエラー
システムエラーが発生しました
サーバーエラー
サーバエラー
内部サーバーエラー
アクセスエラー
通信エラー
予期せぬエラーが発生しました
問題が発生しました
申し訳ありません
申し訳ございません
アクセスが拒否されました
アクセスは拒否されました
アクセスが禁止されています
アクセスが制限されています
アクセス拒否
アクセス禁止
アクセス制限
アクセスできません
アクセス権限がありません
アクセスが集中しています
ただいまアクセスが集中しています
只今アクセスが集中しております
ただいま大変混み合っております
ただいま混み合っています
しばらくしてから再度お試しください
しばらく経ってから再度アクセスしてください
メンテナンス中
メンテナンス中です
ただいまメンテナンス中です
只今メンテナンス中です
現在メンテナンス中です
システムメンテナンス
システムメンテナンス中
サイトメンテナンス中
緊急メンテナンス中
サービス停止中
サービスは一時的に利用できません
サービスが一時的に利用できません
一時的にご利用いただけません
公開期間が終了しました
掲載期間が終了しました
掲載終了
ただいまアクセスが集中しております
アクセスが集中しております
サーバーが混み合っています
サーバーが混み合っております
サーバーが大変混み合っております
一時的にアクセスできません
お探しのページは削除されたか、移動した可能性があります
お探しのページは移動または削除された可能性があります
この記事は公開を終了しました
公開を終了しました
"""

# Sites of which every page has a title of its own, once a browser has filled it in.
BARE_BRANDS = """
YouTube
Instagram
Facebook
X
Twitter
TikTok
LinkedIn
Pinterest
Reddit
Spotify
Amazon.co.jp
Amazon.com
Amazon
Google
Google Maps
Google マップ
Google Docs
Google ドキュメント
Google Drive
Google ドライブ
Google Photos
Google フォト
Notion
Discord
Slack
Figma
Miro
"""

UNFILLED = """
Loading
読み込み中
Untitled
無題
無題ドキュメント
Untitled Document
Redirecting
Redirect
リダイレクト中
"""

# Who puts a wall in front of a site, and what stands beside a site's name.
WALL_NAMES = """
News
ニュース
Blog
ブログ
公式サイト
Cloudflare
Akamai
CloudFront
Amazon CloudFront
nginx
Apache
Google
Google Account
Google Accounts
Google アカウント
Microsoft
Apple
Yahoo! JAPAN
Facebook
X
Twitter
Instagram
はてな
FANZA
DMM
LINE
楽天
Financial Times
"""

# Sentences that no page but a wall has for a title, so that an unknown site's name may stand behind them.
UNMISTAKABLE = (
    "Subscribe to read",
    "Subscribe to continue",
    "Sign in to continue",
    "Log in to continue",
    "Making sure you're not a bot",
    "Just a moment",
    "Page not found",
    "Pardon our interruption",
    "見つかりません",
    "見つかりませんでした",
    "みつかりません",
    "みつかりませんでした",
    "は存在しません",
    "は削除されました",
    "可能性があります",
    "アクセスが集中しています",
    "アクセスが集中しております",
    "混み合っております",
    "混み合っています",
    "公開を終了しました",
    "を確認してください",
    "ではありません",
)
