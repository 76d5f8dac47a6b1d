#include "CMail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// curl_easy_setopt takes variable arguments, which Swift cannot call: hence this file.

struct reader {
    const unsigned char *bytes;
    size_t left;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static size_t read_message(char *buffer, size_t size, size_t count, void *context) {
    struct reader *reader = context;
    size_t room = size * count;
    size_t taken = reader->left < room ? reader->left : room;
    memcpy(buffer, reader->bytes, taken);
    reader->bytes += taken;
    reader->left -= taken;
    return taken;
}

// Keeps the last refusal; the friendly answer to QUIT comes after it.
static size_t keep_refusal(char *line, size_t size, size_t count, void *context) {
    huying_mail_report *report = context;
    size_t length = size * count;
    if (length == 0 || (line[0] != '4' && line[0] != '5')) return length;
    size_t kept = length < sizeof report->detail - 1 ? length : sizeof report->detail - 1;
    memcpy(report->detail, line, kept);
    report->detail[kept] = 0;
    return length;
}

static size_t drop_body(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

// libcurl gives one code for a refused command and for a broken line, and the last reply may belong to an earlier command;
// its own words, and whether the letter itself was under way, tell them apart.
static huying_mail_outcome judge(CURLcode code, long reply, const char *error, int letter_was_sent) {
    int refused = reply >= 400 && reply < 600;
    switch (code) {
    case CURLE_OK:
        return HUYING_MAIL_SENT;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SSL_CONNECT_ERROR:
        return HUYING_MAIL_UNREACHED;
    case CURLE_SEND_ERROR: // "RCPT failed: 550"
        if (!refused || !strstr(error, " failed: ")) return HUYING_MAIL_UNREACHED;
        // 530, 534, 535 and 538 ask for a sign-in or for TLS.
        return reply >= 530 && reply < 540 ? HUYING_MAIL_UNWELCOME : HUYING_MAIL_REFUSED;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_LOGIN_DENIED:
        if (!refused) return HUYING_MAIL_UNREACHED;
        // Before the letter is handed in, a hard refusal is about us and not about the letter.
        return letter_was_sent || reply < 500 ? HUYING_MAIL_REFUSED : HUYING_MAIL_UNWELCOME;
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return HUYING_MAIL_TLS;
    default:
        return HUYING_MAIL_BROKEN;
    }
}

static void describe(huying_mail_report *report, CURLcode code, const char *error) {
    int server_spoke = report->outcome == HUYING_MAIL_REFUSED || report->outcome == HUYING_MAIL_UNWELCOME;
    if (code != CURLE_OK && !(server_spoke && report->detail[0])) {
        snprintf(report->detail, sizeof report->detail, "%s", error[0] ? error : curl_easy_strerror(code));
    }
    report->detail[strcspn(report->detail, "\r\n")] = 0;
}

void huying_mail_send(const huying_mail *mail, huying_mail_report *report) {
    char error[CURL_ERROR_SIZE] = "";
    char sender[512], recipient[512];
    struct reader reader = {mail->message, mail->message_length};
    memset(report, 0, sizeof *report);
    report->outcome = HUYING_MAIL_BROKEN;

    pthread_once(&once, start_curl);
    CURL *curl = curl_easy_init();
    if (!curl) return;
    snprintf(sender, sizeof sender, "<%s>", mail->sender);
    snprintf(recipient, sizeof recipient, "<%s>", mail->recipient);
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (!recipients) {
        curl_easy_cleanup(curl);
        return;
    }

    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // a proxy for pages in the environment is no road for mail
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_URL, mail->url);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, mail->require_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, mail->verify ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, mail->verify ? 2L : 0L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, mail->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, mail->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, mail->timeout_ms / 1000 + 1);
    if (mail->username && mail->password) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, mail->username);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password);
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->message_length);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
    curl_easy_setopt(curl, CURLOPT_READDATA, &reader);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_refusal);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, report);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_body);

    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &report->reply_code);
    report->curl_code = (int)code;
    report->outcome = judge(code, report->reply_code, error, reader.left < mail->message_length);
    // A reply to an earlier command says nothing about this outcome.
    if (report->outcome != HUYING_MAIL_REFUSED && report->outcome != HUYING_MAIL_UNWELCOME) report->reply_code = 0;
    describe(report, code, error);

    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
}
