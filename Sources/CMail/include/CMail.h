#ifndef HUYING_CMAIL_H
#define HUYING_CMAIL_H

#include <stddef.h>

// One letter to one recipient. All strings are UTF-8 and end with NUL; nothing is kept after the call.
typedef struct {
    const char *url;              // smtp://host:port or smtps://host:port
    const char *username;         // NULL: no sign-in
    const char *password;         // NULL: no sign-in
    const char *sender;           // bare address of the envelope
    const char *recipient;        // bare address of the envelope
    const unsigned char *message; // header and body, lines end with CRLF
    size_t message_length;
    long timeout_ms;              // for the whole exchange
    int require_tls;              // 1: STARTTLS or give up, before any password is sent
    int verify;                   // 1: the certificate must be valid for the host
} huying_mail;

typedef enum {
    HUYING_MAIL_SENT = 0,
    HUYING_MAIL_UNREACHED, // no connection, cut off, time-out
    HUYING_MAIL_REFUSED,   // the server answered with the code in reply_code
    HUYING_MAIL_UNWELCOME, // the server wants nothing from us, or another name or password
    HUYING_MAIL_TLS,       // no TLS, or a certificate that does not hold
    HUYING_MAIL_BROKEN     // wrong address of the server, out of memory, a protocol we do not speak
} huying_mail_outcome;

typedef struct {
    huying_mail_outcome outcome;
    int curl_code;
    long reply_code;  // 0 when the server gave none
    char detail[512]; // the server's refusal, or what libcurl says; ends with NUL
} huying_mail_report;

// Sends the letter and blocks until it is accepted, refused or out of time. Safe from any thread.
void huying_mail_send(const huying_mail *mail, huying_mail_report *report);

#endif
