/* Calls every function with NULL, with text that is not UTF-8, and in the wrong order: abuse PLAIN
 * QUESTY, the API URLs of two wikis. */

#include "check.h"

static const char LATIN1[] = "caf\xe9";

/* Checks that a call fails with this status and writes an error that explains it. */
#define EXPECT_FAILURE(expected, call)                                          \
    do {                                                                        \
        mwa_error *error = NULL;                                                \
        CHECK((call) == (expected));                                            \
        CHECK(error != NULL);                                                   \
        CHECK(mwa_error_status(error) == (expected));                           \
        CHECK(mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT);          \
        CHECK(strlen(mwa_error_message(error)) > 5);                            \
        CHECK(mwa_error_retry_after(error) == -1);                              \
        CHECK(mwa_error_code(error) == NULL);                                   \
        mwa_error_free(error);                                                  \
    } while (0)

#define NULL_POINTER(call) EXPECT_FAILURE(MWA_STATUS_NULL_POINTER, call)
#define INVALID_UTF8(call) EXPECT_FAILURE(MWA_STATUS_INVALID_UTF8, call)
#define FAILED(call) EXPECT_FAILURE(MWA_STATUS_FAILED, call)

/* Functions that can fail: without a handle, without a text, without a place for the result. */
static void null_is_reported(mwa_wiki *wiki, mwa_account *account, mwa_answers *answers,
                             mwa_options *options, mwa_conversation *conversation,
                             mwa_response *response)
{
    mwa_wiki *other = NULL;
    mwa_account *second = NULL;
    mwa_conversation *begun = NULL;
    mwa_step *step = NULL;
    mwa_fields *fields = NULL;
    mwa_names *names = mwa_names_new();
    mwa_name_checks *checks = NULL;
    mwa_creator_limits *limits = NULL;
    mwa_user *user = NULL;
    mwa_facts *facts = NULL;
    mwa_secret *secret = NULL;
    mwa_request *request = NULL;
    mwa_response *received = NULL;

    NULL_POINTER(mwa_options_set_contact(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_user_agent(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_allow_http(NULL, true, &error));
    NULL_POINTER(mwa_options_set_prove_by_login(NULL, true, &error));
    NULL_POINTER(mwa_options_set_format(NULL, MWA_FORMAT_JSON, &error));
    NULL_POINTER(mwa_options_set_dialect(NULL, MWA_DIALECT_UNKNOWN, &error));
    NULL_POINTER(mwa_options_set_return_url(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_http_auth(NULL, "a", "b", &error));
    FAILED(mwa_options_set_http_auth(options, NULL, "b", &error));
    FAILED(mwa_options_set_http_auth(options, "a", NULL, &error));
    NULL_POINTER(mwa_options_set_ca_file(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_client_cert(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_client_key(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_proxy(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_maxlag(NULL, 5, &error));
    NULL_POINTER(mwa_options_set_timeout(NULL, 1, &error));
    NULL_POINTER(mwa_options_set_max_body(NULL, 1, &error));
    NULL_POINTER(mwa_options_set_access_token(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_oauth1_token(NULL, "a", "b", "c", "d", &error));
    FAILED(mwa_options_set_oauth1_token(options, NULL, "b", "c", "d", &error));
    FAILED(mwa_options_set_oauth1_token(options, "a", "b", "c", NULL, &error));
    NULL_POINTER(mwa_options_add_suspend_key(NULL, "a", &error));
    NULL_POINTER(mwa_options_set_log(NULL, NULL, NULL, &error));
    CHECK(mwa_options_set_contact(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_user_agent(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_return_url(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_http_auth(options, NULL, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_ca_file(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_client_cert(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_client_key(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_proxy(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_access_token(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_oauth1_token(options, NULL, NULL, NULL, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_add_suspend_key(options, NULL, NULL) == MWA_STATUS_OK);

    NULL_POINTER(mwa_wiki_new(NULL, options, &other, &error));
    NULL_POINTER(mwa_wiki_new("https://wiki.example.org/api.php", NULL, NULL, &error));
    CHECK(mwa_wiki_new(NULL, NULL, NULL, NULL) == MWA_STATUS_NULL_POINTER);
    NULL_POINTER(mwa_wiki_create(NULL, account, &begun, &error));
    NULL_POINTER(mwa_wiki_create(wiki, NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_create(wiki, account, NULL, &error));
    NULL_POINTER(mwa_wiki_log_in(NULL, "a", "b", NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_log_in(wiki, NULL, "b", NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_log_in(wiki, "a", NULL, NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_log_in(wiki, "a", "b", NULL, NULL, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth(NULL, "a", &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth(wiki, NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth(wiki, "a", NULL, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth1(NULL, "a", "b", "c", "d", &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth1(wiki, NULL, "b", "c", "d", &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth1(wiki, "a", NULL, "c", "d", &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth1(wiki, "a", "b", NULL, "d", &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth1(wiki, "a", "b", "c", NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_log_in_oauth1(wiki, "a", "b", "c", "d", NULL, &error));
    NULL_POINTER(mwa_wiki_probe(NULL, account, &begun, &error));
    NULL_POINTER(mwa_wiki_probe(wiki, NULL, &begun, &error));
    NULL_POINTER(mwa_wiki_probe(wiki, account, NULL, &error));
    NULL_POINTER(mwa_wiki_log_out(NULL, &error));
    NULL_POINTER(mwa_wiki_fields(NULL, &fields, &error));
    NULL_POINTER(mwa_wiki_fields(wiki, NULL, &error));
    NULL_POINTER(mwa_wiki_facts(NULL, &facts, &error));
    NULL_POINTER(mwa_wiki_facts(wiki, NULL, &error));
    CHECK(mwa_wiki_canceller(NULL) == NULL);

    NULL_POINTER(mwa_account_new(NULL, &second, &error));
    NULL_POINTER(mwa_account_new("a", NULL, &error));
    NULL_POINTER(mwa_account_set_name(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_name(account, NULL, &error));
    NULL_POINTER(mwa_account_set_password(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_email(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_real_name(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_reason(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_language(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_domain(NULL, "a", &error));
    NULL_POINTER(mwa_account_set_mail_password(NULL, true, &error));
    NULL_POINTER(mwa_account_set_allow_altered_name(NULL, true, &error));
    NULL_POINTER(mwa_account_set_fields(NULL, answers, &error));
    CHECK(mwa_account_set_fields(account, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_email(account, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_real_name(account, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_reason(account, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_language(account, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_domain(account, NULL, NULL) == MWA_STATUS_OK);

    NULL_POINTER(mwa_names_add(NULL, "a", &error));
    NULL_POINTER(mwa_names_add(names, NULL, &error));
    NULL_POINTER(mwa_wiki_check_names(NULL, names, &checks, &error));
    NULL_POINTER(mwa_wiki_check_names(wiki, NULL, &checks, &error));
    NULL_POINTER(mwa_wiki_check_names(wiki, names, NULL, &error));
    NULL_POINTER(mwa_wiki_creator_limits(NULL, &limits, &error));
    NULL_POINTER(mwa_wiki_creator_limits(wiki, NULL, &error));
    NULL_POINTER(mwa_wiki_user(NULL, &user, &error));
    NULL_POINTER(mwa_wiki_user(wiki, NULL, &error));
    CHECK(checks == NULL && limits == NULL && user == NULL);
    mwa_names_free(names);

    NULL_POINTER(mwa_answers_set(NULL, "a", "b", &error));
    NULL_POINTER(mwa_answers_set(answers, NULL, "b", &error));
    NULL_POINTER(mwa_answers_set(answers, "a", NULL, &error));
    NULL_POINTER(mwa_answers_check(NULL, "a", true, &error));
    NULL_POINTER(mwa_answers_check(answers, NULL, true, &error));
    NULL_POINTER(mwa_answers_choose(NULL, "a", "b", &error));
    NULL_POINTER(mwa_answers_choose(answers, NULL, "b", &error));
    NULL_POINTER(mwa_answers_set_line(NULL, NULL, "b", &error));
    NULL_POINTER(mwa_answers_set_line(answers, NULL, "b", &error));

    NULL_POINTER(mwa_conversation_step(NULL, &step, &error));
    NULL_POINTER(mwa_conversation_step(conversation, NULL, &error));
    NULL_POINTER(mwa_conversation_answer(NULL, answers, &error));
    NULL_POINTER(mwa_conversation_answer(conversation, NULL, &error));
    NULL_POINTER(mwa_conversation_returned(NULL, "https://a.example/", &error));
    NULL_POINTER(mwa_conversation_returned(conversation, NULL, &error));
    NULL_POINTER(mwa_conversation_revise(NULL, account, &error));
    NULL_POINTER(mwa_conversation_revise(conversation, NULL, &error));
    NULL_POINTER(mwa_conversation_revise_login(NULL, "a", "b", NULL, &error));
    NULL_POINTER(mwa_conversation_revise_login(conversation, NULL, "b", NULL, &error));
    NULL_POINTER(mwa_conversation_revise_login(conversation, "a", NULL, NULL, &error));
    NULL_POINTER(mwa_conversation_image(NULL, NULL, 0, &begun, &error));
    NULL_POINTER(mwa_conversation_image(conversation, NULL, 0, &begun, &error));
    NULL_POINTER(mwa_conversation_suspend(NULL, &secret, &error));
    NULL_POINTER(mwa_conversation_suspend(conversation, NULL, &error));
    NULL_POINTER(mwa_resume(NULL, NULL, options, &other, &begun, NULL, &error));
    NULL_POINTER(mwa_resume("a", NULL, options, NULL, &begun, NULL, &error));
    NULL_POINTER(mwa_resume("a", NULL, options, &other, NULL, NULL, &error));
    NULL_POINTER(mwa_conversation_next_request(NULL, &request, &error));
    NULL_POINTER(mwa_conversation_next_request(conversation, NULL, &error));
    NULL_POINTER(mwa_conversation_feed(NULL, response, &error));
    NULL_POINTER(mwa_conversation_feed(conversation, NULL, &error));
    NULL_POINTER(mwa_conversation_feed_failure(NULL, MWA_FAILURE_LOST, MWA_REASON_UNREACHABLE, "a",
                                               &error));
    NULL_POINTER(mwa_conversation_feed_failure(conversation, MWA_FAILURE_LOST,
                                               MWA_REASON_UNREACHABLE, NULL, &error));

    NULL_POINTER(mwa_response_new(200, NULL, &error));
    NULL_POINTER(mwa_response_add_header(NULL, "a", "b", &error));
    NULL_POINTER(mwa_response_add_header(response, NULL, "b", &error));
    NULL_POINTER(mwa_response_add_header(response, "a", NULL, &error));
    NULL_POINTER(mwa_response_add_body(NULL, NULL, 0, &error));
    NULL_POINTER(mwa_response_add_body(response, NULL, 1, &error));
    CHECK(mwa_response_add_body(response, NULL, 0, NULL) == MWA_STATUS_OK);
    FAILED(mwa_response_new(99, &received, &error));
    FAILED(mwa_response_new(70000, &received, &error));

    CHECK(other == NULL && second == NULL && begun == NULL && step == NULL && fields == NULL);
    CHECK(facts == NULL && secret == NULL && request == NULL && received == NULL);
}

/* The functions of runs of many accounts, with NULL, with text that is not UTF-8, and at the wrong time. */
static void runs_are_checked(mwa_wiki *wiki, mwa_account *account, mwa_answers *answers)
{
    mwa_bulk *bulk = NULL;
    mwa_journal *journal = NULL;
    mwa_event *event = NULL;
    mwa_conversation *image = NULL;
    mwa_error *error = NULL;

    NULL_POINTER(mwa_wiki_bulk(NULL, &bulk, &error));
    NULL_POINTER(mwa_wiki_bulk(wiki, NULL, &error));
    CHECK(mwa_wiki_bulk(wiki, &bulk, NULL) == MWA_STATUS_OK);
    NULL_POINTER(mwa_journal_open(NULL, &journal, &error));
    NULL_POINTER(mwa_journal_open("/nowhere/journal", NULL, &error));
    INVALID_UTF8(mwa_journal_open(LATIN1, &journal, &error));
    CHECK(mwa_journal_open("/nowhere/journal", &journal, &error) == MWA_STATUS_FAILED);
    CHECK(mwa_error_reason(error) == MWA_REASON_JOURNAL && journal == NULL);
    mwa_error_free(error);

    NULL_POINTER(mwa_bulk_set_journal(NULL, NULL, "a", &error));
    NULL_POINTER(mwa_bulk_set_journal(bulk, NULL, NULL, &error));
    INVALID_UTF8(mwa_bulk_set_journal(bulk, NULL, LATIN1, &error));
    NULL_POINTER(mwa_bulk_set_creator(NULL, "a", "b", NULL, &error));
    NULL_POINTER(mwa_bulk_set_creator(bulk, NULL, "b", NULL, &error));
    NULL_POINTER(mwa_bulk_set_creator(bulk, "a", NULL, NULL, &error));
    INVALID_UTF8(mwa_bulk_set_creator(bulk, LATIN1, "b", NULL, &error));
    INVALID_UTF8(mwa_bulk_set_creator(bulk, "a", LATIN1, NULL, &error));
    INVALID_UTF8(mwa_bulk_set_creator(bulk, "a", "b", LATIN1, &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth(NULL, "a", &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth(bulk, NULL, &error));
    INVALID_UTF8(mwa_bulk_set_creator_oauth(bulk, LATIN1, &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth1(NULL, "a", "b", "c", "d", &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth1(bulk, NULL, "b", "c", "d", &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth1(bulk, "a", NULL, "c", "d", &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth1(bulk, "a", "b", NULL, "d", &error));
    NULL_POINTER(mwa_bulk_set_creator_oauth1(bulk, "a", "b", "c", NULL, &error));
    INVALID_UTF8(mwa_bulk_set_creator_oauth1(bulk, "a", "b", "c", LATIN1, &error));
    NULL_POINTER(mwa_bulk_set_max_wait(NULL, 1, &error));
    NULL_POINTER(mwa_bulk_set_wait_for_limit(NULL, true, &error));
    NULL_POINTER(mwa_bulk_set_accept_warnings(NULL, true, &error));
    NULL_POINTER(mwa_bulk_set_retry_refused(NULL, true, &error));
    NULL_POINTER(mwa_bulk_add(NULL, account, 0, &error));
    NULL_POINTER(mwa_bulk_add(bulk, NULL, 0, &error));
    NULL_POINTER(mwa_bulk_next(NULL, &event, &error));
    NULL_POINTER(mwa_bulk_next(bulk, NULL, &error));
    NULL_POINTER(mwa_bulk_answer(NULL, answers, &error));
    NULL_POINTER(mwa_bulk_answer(bulk, NULL, &error));
    NULL_POINTER(mwa_bulk_returned(NULL, "https://a.example/", &error));
    NULL_POINTER(mwa_bulk_returned(bulk, NULL, &error));
    INVALID_UTF8(mwa_bulk_returned(bulk, LATIN1, &error));
    NULL_POINTER(mwa_bulk_skip(NULL, &error));
    NULL_POINTER(mwa_bulk_image(NULL, NULL, 0, &image, &error));
    NULL_POINTER(mwa_bulk_image(bulk, NULL, 0, &image, &error));

    /* No step waits. */
    FAILED(mwa_bulk_answer(bulk, answers, &error));
    FAILED(mwa_bulk_returned(bulk, "https://wiki.example.org/?code=1", &error));
    FAILED(mwa_bulk_returned(bulk, "not an address", &error));
    FAILED(mwa_bulk_skip(bulk, &error));
    CHECK(mwa_bulk_set_max_wait(bulk, 1000, NULL) == MWA_STATUS_OK);
    CHECK(mwa_bulk_next(bulk, &event, NULL) == MWA_STATUS_OK && event == NULL);
    /* The run has begun. */
    FAILED(mwa_bulk_set_max_wait(bulk, 1000, &error));
    FAILED(mwa_bulk_set_wait_for_limit(bulk, true, &error));
    FAILED(mwa_bulk_set_accept_warnings(bulk, true, &error));
    FAILED(mwa_bulk_set_retry_refused(bulk, true, &error));
    FAILED(mwa_bulk_set_creator(bulk, "a", "b", NULL, &error));
    FAILED(mwa_bulk_set_creator_oauth(bulk, "a", &error));
    FAILED(mwa_bulk_set_creator_oauth1(bulk, "a", "b", "c", "d", &error));
    CHECK(event == NULL && image == NULL);

    CHECK(mwa_event_get_kind(NULL) == MWA_EVENT_KIND_NONE && mwa_event_step(NULL) == NULL);
    CHECK(!mwa_event_is_login(NULL) && mwa_event_row_number(NULL) == 0 && mwa_event_asked(NULL) == NULL);
    CHECK(mwa_event_outcome(NULL) == MWA_OUTCOME_NONE && mwa_event_name(NULL) == NULL);
    CHECK(mwa_event_user_id(NULL) == 0 && mwa_event_reason(NULL) == MWA_REASON_NONE);
    CHECK(mwa_event_code(NULL) == NULL && mwa_event_message(NULL) == NULL);
    CHECK(mwa_event_warning_count(NULL) == 0 && mwa_event_warning_code(NULL, 0) == NULL);
    CHECK(mwa_event_warning_message(NULL, 0) == NULL && mwa_event_time(NULL) == -1);
    CHECK(mwa_event_wait(NULL) == 0 && !mwa_event_is_earlier(NULL) && !mwa_event_is_changed(NULL));
    mwa_event_free(NULL);
    mwa_journal_free(NULL);
    mwa_bulk_free(NULL);
    mwa_bulk_free(bulk);
}

/* Functions that cannot fail. */
static void getters_accept_null(void)
{
    CHECK(mwa_error_status(NULL) == MWA_STATUS_OK);
    CHECK(mwa_error_reason(NULL) == MWA_REASON_NONE);
    CHECK(mwa_error_message(NULL) == NULL && mwa_error_code(NULL) == NULL);
    CHECK(mwa_error_field(NULL) == NULL && mwa_error_retry_after(NULL) == -1);
    CHECK(mwa_step_get_kind(NULL) == MWA_STEP_KIND_NONE);
    CHECK(mwa_step_name(NULL) == NULL && mwa_step_user_id(NULL) == 0);
    CHECK(mwa_step_warning_count(NULL) == 0 && mwa_step_warning_code(NULL, 0) == NULL);
    CHECK(mwa_step_warning_message(NULL, 0) == NULL && mwa_step_message(NULL) == NULL);
    CHECK(mwa_step_fields(NULL) == NULL && mwa_step_captcha(NULL) == NULL);
    CHECK(mwa_step_account_exists(NULL) == -1 && mwa_step_redirect_url(NULL) == NULL);
    CHECK(mwa_step_redirect_data(NULL) == NULL && mwa_step_refusal(NULL) == NULL);
    CHECK(mwa_step_requirements(NULL) == NULL && mwa_step_image(NULL) == NULL);
    CHECK(mwa_name_checks_count(NULL) == 0 && mwa_name_checks_at(NULL, 0) == NULL);
    CHECK(mwa_name_check_asked_name(NULL) == NULL && mwa_name_check_name(NULL) == NULL);
    CHECK(mwa_name_check_get_status(NULL) == MWA_NAME_STATUS_UNKNOWN);
    CHECK(mwa_name_check_refusal(NULL) == NULL);
    CHECK(mwa_creator_limits_user(NULL) == NULL);
    CHECK(mwa_creator_limits_group_count(NULL) == -1 && mwa_creator_limits_group(NULL, 0) == NULL);
    CHECK(mwa_creator_limits_right_count(NULL) == -1 && mwa_creator_limits_right(NULL, 0) == NULL);
    CHECK(mwa_creator_limits_has_right(NULL, "createaccount") == -1);
    CHECK(mwa_creator_limits_has_right(NULL, NULL) == -1);
    CHECK(mwa_creator_limits_rate_limits(NULL) == -1);
    CHECK(mwa_creator_limits_rate_limit_count(NULL, 0) == -1);
    CHECK(mwa_creator_limits_rate_limit_period(NULL, 0) == -1);
    CHECK(mwa_creator_limits_is_throttled(NULL) == -1);
    CHECK(mwa_creator_limits_least_time(NULL, 1) == -1);
    CHECK(mwa_creator_limits_shared_accounts(NULL) == NULL);
    CHECK(mwa_creator_limits_shared_user_id(NULL) == 0);
    CHECK(mwa_user_name(NULL) == NULL && mwa_user_id(NULL) == 0 && mwa_user_email(NULL) == NULL);
    CHECK(mwa_user_email_confirmed(NULL) == -1 && mwa_user_real_name(NULL) == NULL);
    CHECK(mwa_fields_count(NULL) == 0 && mwa_fields_at(NULL, 0) == NULL);
    CHECK(mwa_field_name(NULL) == NULL && mwa_field_get_kind(NULL) == MWA_FIELD_KIND_NULL);
    CHECK(mwa_field_label(NULL) == NULL && mwa_field_help(NULL) == NULL);
    CHECK(mwa_field_value(NULL) == NULL && mwa_field_option_count(NULL) == 0);
    CHECK(mwa_field_option_value(NULL, 0) == NULL && mwa_field_option_label(NULL, 0) == NULL);
    CHECK(mwa_field_is_optional(NULL) && !mwa_field_is_sensitive(NULL));
    CHECK(mwa_field_alternative(NULL) == 0 && !mwa_field_takes_answer(NULL));
    CHECK(mwa_captcha_get_kind(NULL) == MWA_CAPTCHA_KIND_NONE);
    CHECK(mwa_captcha_question(NULL) == NULL && mwa_captcha_image_url(NULL, 0) == NULL);
    CHECK(mwa_captcha_question_html(NULL) == NULL && mwa_captcha_image_count(NULL) == 0);
    CHECK(mwa_captcha_site_key(NULL) == NULL && mwa_image_media_type(NULL) == NULL);
    CHECK(mwa_image_bytes(NULL) == NULL && mwa_image_length(NULL) == 0);
    CHECK(mwa_image_extension(NULL) == NULL);
    CHECK(mwa_refusal_reason(NULL) == MWA_REASON_NONE && mwa_refusal_code(NULL) == NULL);
    CHECK(mwa_refusal_message(NULL) == NULL && mwa_refusal_retry_after(NULL) == -1);
    CHECK(mwa_refusal_rate_limit_count(NULL) == -1 && mwa_refusal_rate_limit_period(NULL) == -1);
    CHECK(!mwa_refusal_may_resubmit(NULL));
    CHECK(mwa_refusal_account_request_url(NULL) == NULL);
    CHECK(mwa_requirements_dialect(NULL) == MWA_DIALECT_UNKNOWN);
    CHECK(mwa_requirements_generator(NULL) == NULL && mwa_requirements_may_create(NULL) == -1);
    CHECK(mwa_requirements_refusal(NULL) == NULL && mwa_requirements_fields(NULL) == NULL);
    CHECK(mwa_requirements_captcha_asked(NULL) == -1 && mwa_requirements_captcha(NULL) == NULL);
    CHECK(mwa_requirements_name_good(NULL) == -1 && mwa_requirements_name_refusal(NULL) == NULL);
    CHECK(mwa_requirements_name_free(NULL) == -1);
    CHECK(mwa_requirements_password_good(NULL) == -1);
    CHECK(mwa_requirements_password_refusal(NULL) == NULL);
    CHECK(mwa_requirements_email_required(NULL) == -1);
    CHECK(!mwa_requirements_single_sign_on(NULL));
    CHECK(mwa_facts_api_url(NULL) == NULL && mwa_facts_dialect(NULL) == MWA_DIALECT_UNKNOWN);
    CHECK(mwa_facts_generator(NULL) == NULL && mwa_facts_moved_from(NULL) == NULL);
    CHECK(mwa_facts_creator(NULL) == NULL && mwa_facts_requests(NULL) == 0);
    CHECK(!mwa_facts_is_api_found(NULL) && !mwa_facts_moved_unencrypted(NULL));
    mwa_canceller_cancel(NULL);
    mwa_canceller_reset(NULL);
    CHECK(!mwa_canceller_is_cancelled(NULL));
    CHECK(mwa_secret_text(NULL) == NULL);
    CHECK(mwa_request_effect(NULL) == MWA_EFFECT_READ);
    CHECK(mwa_request_purpose(NULL) == NULL && mwa_request_method(NULL) == NULL);
    CHECK(mwa_request_url(NULL) == NULL && mwa_request_header_count(NULL) == 0);
    CHECK(mwa_request_header_name(NULL, 0) == NULL && mwa_request_header_value(NULL, 0) == NULL);
    CHECK(mwa_request_body(NULL) == NULL && mwa_request_body_length(NULL) == 0);
    CHECK(mwa_request_wait(NULL) == 0);
    CHECK(mwa_reason_name(0) == NULL && mwa_reason_name(12345) == NULL);
    CHECK(strcmp(mwa_reason_name(MWA_REASON_NAME_TAKEN), "name-taken") == 0);
    CHECK(mwa_abi_version() == MWA_ABI_VERSION && strchr(mwa_version(), '.') != NULL);

    mwa_error_free(NULL);
    mwa_options_free(NULL);
    mwa_wiki_free(NULL);
    mwa_account_free(NULL);
    mwa_answers_free(NULL);
    mwa_conversation_free(NULL);
    mwa_step_free(NULL);
    mwa_fields_free(NULL);
    mwa_names_free(NULL);
    mwa_name_checks_free(NULL);
    mwa_creator_limits_free(NULL);
    mwa_user_free(NULL);
    mwa_facts_free(NULL);
    mwa_canceller_free(NULL);
    mwa_secret_free(NULL);
    mwa_request_free(NULL);
    mwa_response_free(NULL);
}

static void invalid_utf8_is_reported(mwa_wiki *wiki, mwa_account *account, mwa_answers *answers,
                                     mwa_options *options, mwa_conversation *conversation,
                                     mwa_response *response)
{
    mwa_wiki *other = NULL;
    mwa_account *second = NULL;
    mwa_conversation *begun = NULL;

    INVALID_UTF8(mwa_options_set_contact(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_user_agent(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_return_url(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_http_auth(options, LATIN1, "b", &error));
    INVALID_UTF8(mwa_options_set_http_auth(options, "a", LATIN1, &error));
    INVALID_UTF8(mwa_options_set_ca_file(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_client_cert(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_client_key(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_proxy(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_access_token(options, LATIN1, &error));
    INVALID_UTF8(mwa_options_set_oauth1_token(options, LATIN1, "b", "c", "d", &error));
    INVALID_UTF8(mwa_options_set_oauth1_token(options, "a", LATIN1, "c", "d", &error));
    INVALID_UTF8(mwa_options_set_oauth1_token(options, "a", "b", LATIN1, "d", &error));
    INVALID_UTF8(mwa_options_set_oauth1_token(options, "a", "b", "c", LATIN1, &error));
    INVALID_UTF8(mwa_wiki_new(LATIN1, NULL, &other, &error));
    INVALID_UTF8(mwa_wiki_log_in(wiki, LATIN1, "b", NULL, &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in(wiki, "a", LATIN1, NULL, &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in(wiki, "a", "b", LATIN1, &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in_oauth(wiki, LATIN1, &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in_oauth1(wiki, LATIN1, "b", "c", "d", &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in_oauth1(wiki, "a", LATIN1, "c", "d", &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in_oauth1(wiki, "a", "b", LATIN1, "d", &begun, &error));
    INVALID_UTF8(mwa_wiki_log_in_oauth1(wiki, "a", "b", "c", LATIN1, &begun, &error));
    INVALID_UTF8(mwa_account_new(LATIN1, &second, &error));
    INVALID_UTF8(mwa_account_set_name(account, LATIN1, &error));
    INVALID_UTF8(mwa_account_set_password(account, LATIN1, &error));
    INVALID_UTF8(mwa_account_set_email(account, LATIN1, &error));
    INVALID_UTF8(mwa_account_set_real_name(account, LATIN1, &error));
    INVALID_UTF8(mwa_account_set_reason(account, LATIN1, &error));
    INVALID_UTF8(mwa_account_set_language(account, LATIN1, &error));
    INVALID_UTF8(mwa_account_set_domain(account, LATIN1, &error));
    INVALID_UTF8(mwa_answers_set(answers, LATIN1, "b", &error));
    INVALID_UTF8(mwa_answers_set(answers, "a", LATIN1, &error));
    INVALID_UTF8(mwa_answers_check(answers, LATIN1, true, &error));
    INVALID_UTF8(mwa_answers_choose(answers, LATIN1, "b", &error));
    INVALID_UTF8(mwa_answers_choose(answers, "a", LATIN1, &error));
    INVALID_UTF8(mwa_conversation_returned(conversation, LATIN1, &error));
    INVALID_UTF8(mwa_resume(LATIN1, NULL, NULL, &other, &begun, NULL, &error));
    INVALID_UTF8(mwa_resume("a", LATIN1, NULL, &other, &begun, NULL, &error));
    INVALID_UTF8(mwa_options_add_suspend_key(options, LATIN1, &error));
    INVALID_UTF8(mwa_conversation_feed_failure(conversation, MWA_FAILURE_LOST,
                                               MWA_REASON_UNREACHABLE, LATIN1, &error));
    INVALID_UTF8(mwa_response_add_header(response, LATIN1, "b", &error));
    INVALID_UTF8(mwa_response_add_header(response, "a", LATIN1, &error));
    CHECK(other == NULL && second == NULL && begun == NULL);
}

/* Values that are invalid for a wiki or an option. */
static void invalid_values_are_reported(mwa_options *options)
{
    static const char *const ADDRESSES[] = {"", "no wiki", "ftp://wiki.example.org/",
                                            "https://name:word@"};
    static const char *const SUSPENDED[] = {"", "hello", "mwaccount-1.e30.00000000"};
    mwa_wiki *wiki = NULL;
    mwa_conversation *begun = NULL;
    size_t i;

    FAILED(mwa_options_set_format(options, 7, &error));
    FAILED(mwa_options_set_dialect(options, 0xffffffff, &error));
    for (i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++)
        FAILED(mwa_wiki_new(ADDRESSES[i], NULL, &wiki, &error));
    for (i = 0; i < sizeof SUSPENDED / sizeof *SUSPENDED; i++)
        FAILED(mwa_resume(SUSPENDED[i], NULL, NULL, &wiki, &begun, NULL, &error));
    CHECK(mwa_options_add_suspend_key(options, "too short", NULL) == MWA_STATUS_OK);
    FAILED(mwa_wiki_new("https://wiki.example.org/api.php", options, &wiki, &error));
    FAILED(mwa_resume("hello", NULL, options, &wiki, &begun, NULL, &error));
    CHECK(mwa_options_add_suspend_key(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_http_auth(options, "a:b", "c", NULL) == MWA_STATUS_OK);
    FAILED(mwa_wiki_new("https://wiki.example.org/api.php", options, &wiki, &error));
    CHECK(mwa_options_set_http_auth(options, NULL, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_ca_file(options, "/nowhere/ca.pem", NULL) == MWA_STATUS_OK);
    FAILED(mwa_wiki_new("https://wiki.example.org/api.php", options, &wiki, &error));
    CHECK(mwa_options_set_ca_file(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_client_key(options, "/nowhere/key.pem", NULL) == MWA_STATUS_OK);
    FAILED(mwa_wiki_new("https://wiki.example.org/api.php", options, &wiki, &error));
    CHECK(mwa_options_set_client_cert(options, "/nowhere/client.pem", NULL) == MWA_STATUS_OK);
    FAILED(mwa_wiki_new("https://wiki.example.org/api.php", options, &wiki, &error));
    CHECK(mwa_options_set_client_cert(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_client_key(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_proxy(options, "no proxy at all:", NULL) == MWA_STATUS_OK);
    FAILED(mwa_wiki_new("https://wiki.example.org/api.php", options, &wiki, &error));
    CHECK(wiki == NULL && begun == NULL);
}

/* Calls that are too early or too late. */
static void wrong_order_is_reported(const char *plain, const char *questy)
{
    mwa_wiki *wiki = wiki_at(questy);
    mwa_wiki *open = wiki_at(plain);
    mwa_account *account = account_of("Order Example");
    mwa_answers *answers = mwa_answers_new();
    mwa_conversation *creation = creation_of(wiki, "Order Example");
    mwa_conversation *created = creation_of(open, "Order Example");
    mwa_conversation *image = NULL;
    mwa_response *response = NULL;
    mwa_secret *secret = NULL;
    mwa_request *request = NULL;
    mwa_step *step = NULL;
    mwa_step *again = NULL;

    CHECK(mwa_response_new(200, &response, NULL) == MWA_STATUS_OK);
    CHECK(mwa_answers_set(answers, "captcha", "Paris", NULL) == MWA_STATUS_OK);

    /* The wiki has asked nothing yet. */
    FAILED(mwa_conversation_answer(creation, answers, &error));
    FAILED(mwa_conversation_revise(creation, account, &error));
    FAILED(mwa_conversation_revise_login(creation, "Admin", "adminpass12345", NULL, &error));
    FAILED(mwa_conversation_returned(creation, "https://wiki.example.org/?code=1", &error));
    FAILED(mwa_conversation_suspend(creation, &secret, &error));

    /* The wiki asks for a captcha, which is a question without an image. */
    CHECK(mwa_conversation_step(creation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_ASK);
    FAILED(mwa_conversation_returned(creation, "not an address", &error));
    CHECK(mwa_captcha_image_count(mwa_step_captcha(step)) == 0);
    CHECK(mwa_captcha_image_url(mwa_step_captcha(step), 0) == NULL);
    CHECK(strcmp(mwa_captcha_question_html(mwa_step_captcha(step)),
                 "What is the capital of <b>France</b>?") == 0);
    FAILED(mwa_conversation_image(creation, mwa_step_captcha(step), 0, &image, &error));
    FAILED(mwa_conversation_feed_failure(creation, 17, MWA_REASON_UNREACHABLE, "a", &error));
    FAILED(mwa_conversation_feed_failure(creation, MWA_FAILURE_LOST, 4711, "a", &error));
    CHECK(mwa_conversation_feed(creation, response, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_next_request(creation, &request, NULL) == MWA_STATUS_OK);
    CHECK(request == NULL);
    CHECK(mwa_conversation_step(creation, &again, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(again) == MWA_STEP_KIND_ASK);
    mwa_step_free(again);
    again = NULL;

    /* A wiki may be freed before its conversation, and both before the step. */
    mwa_wiki_free(wiki);
    CHECK(mwa_conversation_answer(creation, answers, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_step(creation, &again, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(again) == MWA_STEP_KIND_CREATED);

    /* The creation has ended. */
    FAILED(mwa_conversation_answer(creation, answers, &error));
    FAILED(mwa_conversation_revise(creation, account, &error));
    FAILED(mwa_conversation_suspend(creation, &secret, &error));
    mwa_conversation_free(creation);
    CHECK(strcmp(mwa_step_name(again), "Order Example") == 0);
    CHECK(strstr(mwa_captcha_question(mwa_step_captcha(step)), "France") != NULL);
    mwa_step_free(step);
    mwa_step_free(again);

    /* A probe is neither answered nor suspended. */
    mwa_conversation_free(created);
    CHECK(mwa_wiki_probe(open, account, &created, NULL) == MWA_STATUS_OK);
    FAILED(mwa_conversation_answer(created, answers, &error));
    FAILED(mwa_conversation_suspend(created, &secret, &error));
    mwa_conversation_free(created);

    CHECK(image == NULL && secret == NULL);
    mwa_response_free(response);
    mwa_answers_free(answers);
    mwa_account_free(account);
    mwa_wiki_free(open);
}

/* A host that sends the requests itself, and makes mistakes. */
static void a_request_is_handed_out_once(const char *plain)
{
    mwa_wiki *wiki = wiki_at(plain);
    mwa_conversation *creation = creation_of(wiki, "Host Example");
    mwa_conversation *second;
    mwa_canceller *canceller = mwa_wiki_canceller(wiki);
    mwa_request *request = NULL;
    mwa_request *another = NULL;
    mwa_response *response = NULL;
    mwa_secret *secret = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    mwa_facts *facts = NULL;
    static const char PASS[] = "{\"createaccount\":{\"status\":\"PASS\",\"username\":\"Ghost\"}}";

    /* A response without an outstanding request is ignored. */
    CHECK(mwa_response_new(200, &response, NULL) == MWA_STATUS_OK);
    CHECK(mwa_response_add_body(response, (const uint8_t *)PASS, sizeof PASS - 1, NULL)
          == MWA_STATUS_OK);
    CHECK(mwa_conversation_feed(creation, response, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_feed(creation, response, NULL) == MWA_STATUS_OK);
    CHECK(mwa_wiki_facts(wiki, &facts, NULL) == MWA_STATUS_OK);
    CHECK(mwa_facts_requests(facts) == 0);
    CHECK(mwa_facts_is_api_found(facts));

    /* A request is handed out once, and the conversation accepts no other call meanwhile. */
    CHECK(mwa_conversation_next_request(creation, &request, NULL) == MWA_STATUS_OK);
    CHECK(request != NULL);
    FAILED(mwa_conversation_next_request(creation, &another, &error));
    FAILED(mwa_conversation_step(creation, &step, &error));
    FAILED(mwa_conversation_suspend(creation, &secret, &error));
    CHECK(mwa_conversation_feed_failure(creation, MWA_FAILURE_NOT_SENT, MWA_REASON_CANCELLED,
                                        "stopped", NULL)
          == MWA_STATUS_OK);
    CHECK(mwa_conversation_step(creation, &step, &error) == MWA_STATUS_FAILED);
    CHECK(mwa_error_reason(error) == MWA_REASON_CANCELLED);
    mwa_error_free(error);
    error = NULL;
    mwa_conversation_free(creation);

    /* A cancelled conversation hands out no request. */
    creation = creation_of(wiki, "Host Example");
    mwa_canceller_cancel(canceller);
    CHECK(mwa_conversation_next_request(creation, &another, NULL) == MWA_STATUS_OK);
    CHECK(another == NULL);
    CHECK(mwa_conversation_step(creation, &step, &error) == MWA_STATUS_FAILED);
    CHECK(mwa_error_reason(error) == MWA_REASON_CANCELLED);
    mwa_error_free(error);
    error = NULL;
    mwa_canceller_reset(canceller);
    mwa_conversation_free(creation);

    /* Another creation ends the previous one. */
    creation = creation_of(wiki, "First Example");
    second = creation_of(wiki, "Second Example");
    CHECK(mwa_conversation_step(creation, &step, &error) == MWA_STATUS_FAILED);
    CHECK(mwa_error_reason(error) == MWA_REASON_SESSION_LOST);
    mwa_error_free(error);
    CHECK(mwa_conversation_step(second, &step, NULL) == MWA_STATUS_OK);
    CHECK(strcmp(mwa_step_name(step), "Second Example") == 0);

    CHECK(another == NULL && secret == NULL);
    mwa_facts_free(facts);
    mwa_step_free(step);
    mwa_request_free(request);
    mwa_response_free(response);
    mwa_canceller_free(canceller);
    mwa_conversation_free(second);
    mwa_conversation_free(creation);
    mwa_wiki_free(wiki);
}

int main(int argc, char **argv)
{
    mwa_wiki *wiki;
    mwa_account *account = account_of("Abuse Example");
    mwa_answers *answers = mwa_answers_new();
    mwa_options *options = mwa_options_new();
    mwa_conversation *conversation;
    mwa_response *response = NULL;

    CHECK(argc == 3);
    wiki = wiki_at(argv[1]);
    conversation = creation_of(wiki, "Abuse Example");
    CHECK(mwa_response_new(200, &response, NULL) == MWA_STATUS_OK);
    null_is_reported(wiki, account, answers, options, conversation, response);
    getters_accept_null();
    invalid_utf8_is_reported(wiki, account, answers, options, conversation, response);
    invalid_values_are_reported(options);
    wrong_order_is_reported(argv[1], argv[2]);
    runs_are_checked(wiki, account, answers);
    a_request_is_handed_out_once(argv[1]);

    mwa_response_free(response);
    mwa_conversation_free(conversation);
    mwa_options_free(options);
    mwa_answers_free(answers);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    puts("abuse: every mistake was reported");
    return EXIT_SUCCESS;
}
