/* SPDX-License-Identifier: MIT
 * What a chat endpoint's replies mean. Bodies are written in the shapes that the providers' documentation and real errors
 * have. */
#include "digest/arena.h"
#include "src/chat/internal.h"
#include "tests/unit/plain_tap.h"

/* ---- rows: a reply, and what it means ---- */

#define OK(content) "{\"model\":\"m-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" content \
	"\"},\"finish_reason\":\"stop\"}]}"
#define FINISH(content, reason) "{\"choices\":[{\"message\":{\"content\":\"" content "\"},\"finish_reason\":" reason "}]}"
#define MESSAGE(members) "{\"choices\":[{\"message\":{" members "},\"finish_reason\":\"stop\"}]}"
#define ERROR(members) "{\"error\":{" members "}}"
#define T STRUCTURE_TEXT
#define S STRUCTURE_SCHEMA
#define J STRUCTURE_JSON

static const struct row {
	int line;
	const char *provider;
	enum chat_structure structure;
	int status;
	const char *head;        /* header lines, LF; NULL: none */
	const char *body;
	enum chat_outcome outcome;
	enum err_kind kind;
	const char *want;        /* ANSWER: the content; else the reason has this */
} rows[] = {
	/* size and status, blanks, content type */
	{ __LINE__, "openai", S, 200, NULL, OK("{}"), CHAT_ANSWER, ERR_NONE, "{}" },
	{ __LINE__, "deepseek", S, 200, NULL, "\n\n\r\n  \n" OK("甲"), CHAT_ANSWER, ERR_NONE, "甲" },
	{ __LINE__, "openai", S, 200, NULL, "\xef\xbb\xbf" OK("a"), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "openai", S, 201, NULL, OK("a"), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "openai", S, 200, "Content-Type: text/html\n", OK("a"), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "openai", S, 200, "Content-Type: text/html\n", "<!DOCTYPE html><html><head><title>Log in</title>"
	  "<style>a{b}</style></head><body>Please</body></html>", CHAT_AGAIN, ERR_NONE, "a page instead of an answer: Log in" },
	{ __LINE__, "openai", S, 200, NULL, "OK", CHAT_AGAIN, ERR_NONE, "something else than JSON: OK" },
	{ __LINE__, "openai", S, 200, NULL, "", CHAT_AGAIN, ERR_NONE, "an empty reply" },
	{ __LINE__, "openai", S, 204, NULL, " \n", CHAT_AGAIN, ERR_NONE, "an empty reply" },
	/* broken JSON */
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":[{\"message\":{\"content\":\"a", CHAT_AGAIN, ERR_NONE, "broken" },
	{ __LINE__, "openai", S, 200, NULL, "{malformed json: <<<chaos>>>", CHAT_AGAIN, ERR_NONE, "broken" },
	{ __LINE__, "openai", S, 200, NULL, OK("a") "}", CHAT_AGAIN, ERR_NONE, "broken" },
	{ __LINE__, "openai", S, 200, NULL, OK("\xff"), CHAT_AGAIN, ERR_NONE, "broken" },
	/* something is missing */
	{ __LINE__, "openai", S, 200, NULL, "{}", CHAT_ONCE_MORE, ERR_NONE, "without an answer" },
	{ __LINE__, "openai", S, 200, NULL, "[]", CHAT_ONCE_MORE, ERR_NONE, "without an answer" },
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":[]}", CHAT_ONCE_MORE, ERR_NONE, "without an answer" },
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":null}", CHAT_ONCE_MORE, ERR_NONE, "without an answer" },
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":[1]}", CHAT_ONCE_MORE, ERR_NONE, "without an answer" },
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":[{\"finish_reason\":\"stop\"}]}", CHAT_ONCE_MORE, ERR_NONE, "empty" },
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}", CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "openai", S, 200, NULL, "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
	  CHAT_ANSWER, ERR_NONE, "a" },

	/* an error with status 200 */
	{ __LINE__, "openrouter", S, 200, NULL, ERROR("\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":"
	  "\"upstream timed out\"}"), CHAT_AGAIN, ERR_NONE, "(error 502): Provider returned error: upstream timed out" },
	{ __LINE__, "openrouter", S, 200, NULL, ERROR("\"code\":402,\"message\":\"Insufficient credits\""), CHAT_STOP, ERR_KEY,
	  "balance" },
	{ __LINE__, "openrouter", S, 200, NULL, "{\"choices\":[{\"error\":{\"code\":429,\"message\":\"slow down\"},\"message\":"
	  "{\"content\":\"half\"},\"finish_reason\":\"error\"}]}", CHAT_AGAIN, ERR_NONE, "busy (error 429): slow down" },
	{ __LINE__, "openrouter", S, 200, NULL, "{\"choices\":[{\"error\":{\"code\":400,\"message\":\"Provider returned error\","
	  "\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"maximum context length is 8192\\\"}}\"}}}]}", CHAT_PAPER,
	  ERR_NONE, "too long" },
	{ __LINE__, "llamacpp", T, 200, NULL, ERROR("\"code\":400,\"message\":\"the request exceeds the available context size\","
	  "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":1407,\"n_ctx\":256"), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "vllm", S, 200, NULL, "{\"error\":\"the engine died\"}", CHAT_AGAIN, ERR_NONE, "the engine died" },
	{ __LINE__, "openai", S, 200, NULL, "{\"base_resp\":{\"status_code\":1004,\"status_msg\":\"invalid api key\"},"
	  "\"choices\":null}", CHAT_STOP, ERR_KEY, "key is refused" },

	/* the shapes */
	{ __LINE__, "openai", S, 401, NULL, ERROR("\"message\":\"Incorrect API key provided: sk-ab***yz.\",\"type\":"
	  "\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\""), CHAT_STOP, ERR_KEY, "(HTTP 401): Incorrect API" },
	{ __LINE__, "siliconflow", S, 400, NULL, "{\"code\":20012,\"message\":\"Model does not exist. Please check it carefully.\","
	  "\"data\":null}", CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "siliconflow", S, 200, NULL, "{\"code\":20012,\"message\":\"Model does not exist.\",\"data\":null}", CHAT_STOP,
	  ERR_KEY, "no such model" },
	{ __LINE__, "openai", S, 429, NULL, "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Number of "
	  "requests\"},\"request_id\":\"r\"}", CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "openai", S, 529, NULL, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
	  CHAT_AGAIN, ERR_NONE, "busy (HTTP 529)" },
	{ __LINE__, "openai", S, 401, NULL, "{\"detail\":\"Not authenticated\"}", CHAT_STOP, ERR_KEY, "Not authenticated" },
	{ __LINE__, "openai", S, 422, NULL, "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"top_k\"],\"msg\":"
	  "\"Extra inputs are not permitted\",\"input\":1}]}", CHAT_STOP, ERR_CONFIG, "extra-body in [provider openai]" },
	{ __LINE__, "openai", S, 500, NULL, "{\"error\":\"boom\"}", CHAT_AGAIN, ERR_NONE, "(HTTP 500): boom" },
	{ __LINE__, "vllm", S, 404, NULL, "{\"object\":\"error\",\"message\":\"The model `x` does not exist.\",\"type\":"
	  "\"NotFoundError\",\"param\":null,\"code\":404}", CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "openai", S, 500, NULL, "{\"html-message\":\"<h1>socket hang up</h1>\"}", CHAT_AGAIN, ERR_NONE, "socket hang up" },
	{ __LINE__, "openai", S, 503, NULL, "{}", CHAT_AGAIN, ERR_NONE, "(HTTP 503)" },
	{ __LINE__, "openai", S, 500, NULL, ERROR(""), CHAT_AGAIN, ERR_NONE, "(HTTP 500)" },
	{ __LINE__, "gemini", S, 400, NULL, "[" ERROR("\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\","
	  "\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":"
	  "\"API_KEY_INVALID\"}]") "]", CHAT_STOP, ERR_KEY, "key is refused" },

	/* why it stopped */
	{ __LINE__, "openai", S, 200, NULL, FINISH("half", "\"length\""), CHAT_LENGTH, ERR_NONE, "token limit" },
	{ __LINE__, "openai", S, 200, NULL, FINISH("", "\"length\""), CHAT_LENGTH, ERR_NONE, "token limit" },
	{ __LINE__, "azure", S, 200, NULL, FINISH("half", "\"content_filter\""), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "zhipu", S, 200, NULL, FINISH("half", "\"sensitive\""), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "zhipu", S, 200, NULL, FINISH("half", "\"network_error\""), CHAT_AGAIN, ERR_NONE, "failed" },
	{ __LINE__, "deepseek", S, 200, NULL, FINISH("half", "\"insufficient_system_resource\""), CHAT_AGAIN, ERR_NONE, "interrupted" },
	{ __LINE__, "openrouter", S, 200, NULL, FINISH("half", "\"error\""), CHAT_AGAIN, ERR_NONE, "failed" },
	{ __LINE__, "openai", S, 200, NULL, FINISH("", "null"), CHAT_AGAIN, ERR_NONE, "broken off" },
	{ __LINE__, "openai", S, 200, NULL, FINISH("a", "\"a new word\""), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "vllm", S, 200, NULL, FINISH("a", "\"eos\""), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "openai", S, 200, NULL, "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]},"
	  "\"finish_reason\":\"tool_calls\"}]}", CHAT_ONCE_MORE, ERR_NONE, "tool" },

	/* no content */
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":null"), CHAT_ONCE_MORE, ERR_NONE, "empty" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":\"\""), CHAT_ONCE_MORE, ERR_NONE, "empty" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"role\":\"assistant\""), CHAT_ONCE_MORE, ERR_NONE, "empty" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":7"), CHAT_ONCE_MORE, ERR_NONE, "empty" },
	{ __LINE__, "deepseek", J, 200, NULL, MESSAGE("\"content\":\"   \\n\\n   \""), CHAT_ONCE_MORE, ERR_NONE, "blanks" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":null,\"refusal\":\"I cannot help with that.\""), CHAT_PAPER, ERR_NONE,
	  "the model refuses: I cannot help" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":\"a\",\"refusal\":null"), CHAT_ANSWER, ERR_NONE, "a" },
	/* parts */
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]"),
	  CHAT_ANSWER, ERR_NONE, "ab" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"text\":\"hm\"},"
	  "{\"type\":\"text\",\"text\":\"a\"}]"), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "openai", S, 200, NULL, MESSAGE("\"content\":[]"), CHAT_ONCE_MORE, ERR_NONE, "empty" },
	/* reasoning beside the answer */
	{ __LINE__, "deepseek", S, 200, NULL, MESSAGE("\"reasoning_content\":\"let me see\",\"content\":\"a\""), CHAT_ANSWER, ERR_NONE,
	  "a" },
	{ __LINE__, "vllm", S, 200, NULL, MESSAGE("\"reasoning\":\"let me see\",\"content\":\"a\""), CHAT_ANSWER, ERR_NONE, "a" },
	{ __LINE__, "vllm", S, 200, NULL, MESSAGE("\"reasoning\":\"let me see\",\"content\":null"), CHAT_ONCE_MORE, ERR_NONE, "empty" },

	/* stop the run */
	{ __LINE__, "openai", S, 401, NULL, "", CHAT_STOP, ERR_KEY, "key is refused (HTTP 401)" },
	{ __LINE__, "openai", S, 401, NULL, "<html><body>401 Authorization Required</body></html>", CHAT_STOP, ERR_KEY,
	  "401 Authorization" },
	{ __LINE__, "openai", S, 403, NULL, ERROR("\"message\":\"Country not supported\",\"code\":"
	  "\"unsupported_country_region_territory\""), CHAT_STOP, ERR_KEY, "Country not" },
	{ __LINE__, "openai", S, 404, NULL, ERROR("\"message\":\"The model `gpt-9` does not exist or you do not have access to it.\","
	  "\"code\":\"model_not_found\""), CHAT_STOP, ERR_KEY, "no such model" },
	/* the twelfth of its codes tells */
	{ __LINE__, "gemini", S, 400, NULL, ERROR("\"message\":\"no\",\"details\":[{\"reason\":\"a\",\"violations\":["
	  "{\"quotaId\":\"b\"},{\"quotaId\":\"c\"},{\"quotaId\":\"d\"},{\"quotaId\":\"e\"},{\"quotaId\":\"f\"},{\"quotaId\":\"g\"},{\"quotaId\":\"h\"},{\"quotaId\":\"i\"}"
	  "]},{\"reason\":\"j\"},{\"reason\":\"k\"},{\"reason\":\"model_not_found\"}]"), CHAT_STOP, ERR_KEY,
	  "no such model" },
	{ __LINE__, "openai", S, 404, NULL, ERROR("\"message\":\"Invalid URL (POST /v2/chat/completions)\",\"type\":"
	  "\"invalid_request_error\""), CHAT_STOP, ERR_CONFIG, "nothing at http://host.test/v1/chat/completions: base-url is" },
	{ __LINE__, "ollama", S, 404, NULL, "404 page not found", CHAT_STOP, ERR_CONFIG, "base-url is" },
	{ __LINE__, "openai", S, 405, NULL, "{\"detail\":\"Method Not Allowed\"}", CHAT_STOP, ERR_CONFIG, "base-url is" },
	{ __LINE__, "openrouter", S, 402, NULL, ERROR("\"code\":402,\"message\":\"Insufficient credits. Add more.\""), CHAT_STOP,
	  ERR_KEY, "balance" },
	{ __LINE__, "openrouter", S, 402, "Retry-After: 30\n", ERROR("\"code\":402,\"message\":\"Insufficient credits.\""), CHAT_AGAIN,
	  ERR_NONE, "later (HTTP 402)" },
	{ __LINE__, "openai", S, 402, NULL, "Payment Required", CHAT_STOP, ERR_KEY, "balance (HTTP 402)" },
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"no\",\"code\":\"model_not_found\""), CHAT_STOP, ERR_KEY, "no such" },
	{ __LINE__, "deepseek", S, 402, NULL, ERROR("\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\",\"code\":"
	  "\"invalid_request_error\""), CHAT_STOP, ERR_KEY, "Insufficient Balance" },
	{ __LINE__, "openai", S, 429, NULL, ERROR("\"message\":\"You exceeded your current quota, please check your plan and billing "
	  "details.\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\""), CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "openai", S, 429, "Retry-After: 5\n", ERROR("\"message\":\"q\",\"code\":\"insufficient_quota\""), CHAT_STOP, ERR_KEY,
	  "balance" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1113\",\"message\":\"您的账户已欠费,请充值后重试\""), CHAT_STOP, ERR_KEY,
	  "balance (HTTP 429): 您的账户" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1110\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1111\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1112\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1120\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1121\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1304\",\"message\":\"该 API 已达今日调用次数限额\""), CHAT_STOP, ERR_KEY,
	  "limit of the account" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1308\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, "zhipu", S, 401, NULL, ERROR("\"code\":\"1002\",\"message\":\"Authentication Token 非法\""), CHAT_STOP, ERR_KEY, "key" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1211\",\"message\":\"模型不存在,请检查模型代码\""), CHAT_STOP, ERR_KEY,
	  "no such model" },
	{ __LINE__, "zhipu", S, 434, NULL, ERROR("\"code\":\"1220\",\"message\":\"x\""), CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, "zhipu", S, 434, NULL, "", CHAT_STOP, ERR_KEY, "not allow" },
	{ __LINE__, "zhipu", S, 435, NULL, "", CHAT_STOP, ERR_KEY, "not allow" },
	{ __LINE__, "dashscope", S, 400, NULL, ERROR("\"code\":\"Arrearage\",\"message\":\"Access denied, please make sure your account "
	  "is in good standing.\",\"type\":\"Arrearage\""), CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "dashscope", S, 403, NULL, ERROR("\"code\":\"AllocationQuota.FreeTierOnly\",\"message\":\"The free tier of the model "
	  "has been exhausted.\""), CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "dashscope", S, 401, NULL, "{\"code\":\"InvalidApiKey\",\"message\":\"Invalid API-key provided.\",\"request_id\":\"r\"}",
	  CHAT_STOP, ERR_KEY, "each region has its own" },
	{ __LINE__, "dashscope", S, 404, NULL, ERROR("\"code\":\"model_not_found\",\"message\":\"The model `q` does not exist\""),
	  CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "moonshot", S, 403, NULL, ERROR("\"type\":\"exceeded_current_quota_error\",\"message\":\"Your account is not active\""),
	  CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "moonshot", S, 429, NULL, ERROR("\"type\":\"exceeded_current_quota_error\",\"message\":\"Your account a is suspended, "
	  "please check your plan and billing details\""), CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "moonshot", S, 401, NULL, ERROR("\"type\":\"invalid_authentication_error\",\"message\":\"Invalid Authentication\""),
	  CHAT_STOP, ERR_KEY, "api.moonshot.ai" },
	{ __LINE__, "moonshot", S, 404, NULL, ERROR("\"type\":\"resource_not_found_error\",\"message\":\"Not found the model k or Permission "
	  "denied\""), CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "siliconflow", S, 403, NULL, "{\"code\":30001,\"message\":\"Sorry, your account balance is insufficient\",\"data\":null}",
	  CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "siliconflow", S, 403, NULL, "{\"code\":30011,\"message\":\"该模型需要实名认证\",\"data\":null}", CHAT_STOP, ERR_KEY,
	  "account" },
	{ __LINE__, "openai", S, 429, NULL, "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"This would exceed "
	  "your organization's monthly spend limit\"}}", CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, "openai", S, 429, "retry-after: 7\n", "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":"
	  "\"This would exceed your usage limit of tokens a minute\"}}", CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "openai", S, 400, NULL, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit "
	  "balance is too low\"}}", CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, "openrouter", S, 429, NULL, ERROR("\"code\":429,\"message\":\"Rate limit exceeded: free-models-per-day\""), CHAT_STOP,
	  ERR_KEY, "limit of the account" },
	{ __LINE__, "gemini", S, 429, NULL, "[" ERROR("\"code\":429,\"message\":\"You exceeded your current quota, please check your plan "
	  "and billing details.\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"QuotaFailure\",\"violations\":[{\"quotaId\":"
	  "\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}]") "]", CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, "gemini", S, 404, NULL, "[" ERROR("\"code\":404,\"message\":\"models/g is not found for API version v1main\",\"status\":"
	  "\"NOT_FOUND\"") "]", CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "deepseek", S, 400, NULL, ERROR("\"message\":\"Model Not Exist\",\"code\":\"invalid_request_error\""), CHAT_STOP, ERR_KEY,
	  "no such model at http://host.test/v1/chat/completions" },
	{ __LINE__, "openrouter", S, 400, NULL, ERROR("\"code\":400,\"message\":\"x/y is not a valid model ID\""), CHAT_STOP, ERR_KEY,
	  "no such model" },
	{ __LINE__, "openrouter", S, 404, NULL, ERROR("\"code\":404,\"message\":\"No endpoints found for x/y.\""), CHAT_STOP, ERR_KEY,
	  "no such model" },
	{ __LINE__, "ollama", S, 404, NULL, ERROR("\"message\":\"model \\\"q\\\" not found, try pulling it first\",\"type\":"
	  "\"not_found_error\""), CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "azure", S, 404, NULL, ERROR("\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this resource does "
	  "not exist.\""), CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, "azure", S, 404, NULL, ERROR("\"code\":\"404\",\"message\":\"Resource not found\""), CHAT_STOP, ERR_CONFIG,
	  "https://RESOURCE.openai.azure.com/openai/v1" },
	{ __LINE__, "openai", S, 407, NULL, "", CHAT_STOP, ERR_CONFIG, "proxy" },
	{ __LINE__, "openai", S, 451, NULL, "", CHAT_STOP, ERR_SUMMARIZER, "from here" },

	/* this paper only */
	{ __LINE__, "azure", S, 400, NULL, ERROR("\"message\":\"The response was filtered due to the prompt triggering Azure OpenAI's "
	  "content management policy.\",\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,\"innererror\":"
	  "{\"code\":\"ResponsibleAIPolicyViolation\"}"), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1301\",\"message\":\"系统检测到输入或生成内容可能包含不安全或敏感内容\""), CHAT_PAPER,
	  ERR_NONE, "filter" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1300\",\"message\":\"API 调用被策略阻止\""), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "dashscope", S, 400, NULL, ERROR("\"code\":\"data_inspection_failed\",\"message\":\"Input data may contain inappropriate "
	  "content.\""), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "dashscope", S, 400, NULL, "{\"code\":\"DataInspectionFailed\",\"message\":\"x\"}", CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "deepseek", S, 400, NULL, ERROR("\"message\":\"Content Exists Risk\",\"type\":\"invalid_request_error\""), CHAT_PAPER,
	  ERR_NONE, "filter" },
	{ __LINE__, "moonshot", S, 400, NULL, ERROR("\"type\":\"content_filter\",\"message\":\"The request was rejected because it was "
	  "considered high risk\""), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "openrouter", S, 403, NULL, ERROR("\"code\":403,\"message\":\"Your chosen model requires moderation and your input was "
	  "flagged\""), CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, "openai", S, 413, NULL, "<html><head><title>413 Request Entity Too Large</title></head></html>", CHAT_PAPER, ERR_NONE,
	  "too long" },
	{ __LINE__, "llamacpp", S, 400, NULL, ERROR("\"code\":400,\"message\":\"the request exceeds the available context size. try "
	  "increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":14429,\"n_ctx\":8192"), CHAT_PAPER, ERR_NONE, "long" },
	{ __LINE__, "llamacpp", S, 500, NULL, ERROR("\"code\":500,\"message\":\"x\",\"type\":\"exceed_context_size_error\",\"n_ctx\":256"),
	  CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"This model's maximum context length is 8192 tokens.\",\"param\":"
	  "\"messages\",\"code\":\"context_length_exceeded\""), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "deepseek", S, 400, NULL, ERROR("\"message\":\"This model's maximum context length is 131072 tokens. However, you "
	  "requested 131134 tokens\",\"code\":\"invalid_request_error\""), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "vllm", S, 400, NULL, "{\"object\":\"error\",\"message\":\"max_tokens must be at least 1, got -186.\",\"type\":"
	  "\"BadRequestError\",\"param\":null,\"code\":400}", CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "vllm", S, 400, NULL, ERROR("\"message\":\"You passed 1015 input tokens. However, the model's context length is only "
	  "1024\",\"type\":\"BadRequestError\",\"param\":\"input_tokens\",\"code\":400"), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1261\",\"message\":\"Prompt 超长\""), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "moonshot", S, 400, NULL, ERROR("\"message\":\"Invalid request: Your request exceeded model token limit: 8192\",\"type\":"
	  "\"invalid_request_error\""), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "dashscope", S, 400, NULL, ERROR("\"code\":\"invalid_parameter_error\",\"message\":\"Range of input length should be "
	  "[1, 30720]\""), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "openai", S, 429, NULL, ERROR("\"message\":\"Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested "
	  "40000\",\"code\":\"rate_limit_exceeded\""), CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, "openai", T, 400, NULL, ERROR("\"message\":\"We could not parse it\""), CHAT_PAPER, ERR_NONE, "not take this" },
	{ __LINE__, "openai", T, 422, NULL, ERROR("\"message\":\"no\""), CHAT_PAPER, ERR_NONE, "not take this request (HTTP 422): no" },
	{ __LINE__, "openai", T, 400, NULL, "<html><body>400 Bad Request</body></html>", CHAT_AGAIN, ERR_NONE, "not the API" },

	/* the form of the answer, and other parameters */
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"Invalid parameter: 'response_format' of type 'json_schema' is not supported "
	  "with this model.\",\"type\":\"invalid_request_error\",\"param\":null"), CHAT_SIMPLER, ERR_NONE, "form of answer" },
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"no\",\"param\":\"response_format\""), CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "openai", J, 400, NULL, ERROR("\"message\":\"no\",\"param\":\"response_format\""), CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "openai", T, 400, NULL, ERROR("\"message\":\"no\",\"param\":\"response_format\""), CHAT_PAPER, ERR_NONE, "not take" },
	{ __LINE__, "deepseek", S, 400, NULL, ERROR("\"message\":\"This response_format type is unavailable now\",\"type\":"
	  "\"invalid_request_error\""), CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "dashscope", J, 400, NULL, ERROR("\"code\":\"invalid_parameter_error\",\"message\":\"'messages' must contain the word "
	  "'json' in some form, to use 'response_format' of type 'json_object'.\""), CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "llamacpp", S, 400, NULL, ERROR("\"code\":400,\"message\":\"failed to parse grammar\",\"type\":\"invalid_request_error\""),
	  CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "siliconflow", S, 400, NULL, "{\"code\":20024,\"message\":\"Json mode is not supported for this model.\",\"data\":null}",
	  CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "openrouter", S, 404, NULL, ERROR("\"code\":404,\"message\":\"No endpoints found that can handle the requested "
	  "parameters.\""), CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "vllm", S, 422, NULL, "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"response_format\"],\"msg\":"
	  "\"Extra inputs are not permitted\"}]}", CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, "lab", S, 400, NULL, ERROR("\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use "
	  "'max_completion_tokens' instead.\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\""), CHAT_STOP, ERR_CONFIG,
	  "token-field = max_completion_tokens in [provider lab]" },
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"Unrecognized request argument supplied: max_completion_tokens\""), CHAT_STOP,
	  ERR_CONFIG, "token-field = max_tokens in [provider openai]" },
	{ __LINE__, "deepseek", S, 400, NULL, ERROR("\"message\":\"Invalid max_tokens value, the valid range of max_tokens is [1, 8192]\""),
	  CHAT_STOP, ERR_CONFIG, "lower answer-tokens" },
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"max_tokens is too large: 50000. This model supports at most 16384 completion "
	  "tokens\",\"param\":\"max_tokens\""), CHAT_STOP, ERR_CONFIG, "lower answer-tokens" },
	{ __LINE__, "dashscope", S, 400, NULL, ERROR("\"message\":\"parameter.enable_thinking must be set to false for non-streaming calls\""),
	  CHAT_STREAM, ERR_NONE, "as streams only" },
	{ __LINE__, "dashscope", S, 400, NULL, ERROR("\"message\":\"This model only support stream mode, please enable the stream parameter.\""),
	  CHAT_STREAM, ERR_NONE, "as streams only" },
	{ __LINE__, "openai", S, 400, NULL, "{\"detail\":\"Stream must be set to true\"}", CHAT_STREAM, ERR_NONE, "as streams only" },
	{ __LINE__, "openai", S, 200, NULL, "{\"error\":\"Unexpected endpoint or method. (POST /chat/completions). Returning 200 anyway\"}", CHAT_STOP,
	  ERR_CONFIG, "nothing at http://host.test/v1/chat/completions: base-url is what stands before /chat/completions" },
	{ __LINE__, "openai", S, 429, "Retry-After: 5\n", ERROR("\"message\":\"no\",\"code\":\"rate_limit_daily\""), CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, "siliconflow", S, 400, NULL, "{\"code\":20015,\"message\":\"Value error, current model does not support parameter "
	  "`enable_thinking`.\",\"data\":null}", CHAT_STOP, ERR_CONFIG, "thinking-off = {} in [provider siliconflow]" },
	{ __LINE__, "openrouter", S, 400, NULL, ERROR("\"code\":400,\"message\":\"Reasoning is mandatory for this endpoint and cannot be "
	  "disabled.\""), CHAT_STOP, ERR_CONFIG, "thinking-off = {} in [provider openrouter]" },
	{ __LINE__, "openai", S, 400, NULL, ERROR("\"message\":\"Unsupported value: 'temperature' does not support 0.2 with this model.\","
	  "\"param\":\"temperature\",\"code\":\"unsupported_value\""), CHAT_STOP, ERR_CONFIG, "extra-body in [provider openai]" },

	/* the moment */
	{ __LINE__, "openai", S, 408, NULL, "", CHAT_AGAIN, ERR_NONE, "(HTTP 408)" },
	{ __LINE__, "openai", S, 409, NULL, "", CHAT_AGAIN, ERR_NONE, "(HTTP 409)" },
	{ __LINE__, "openai", S, 425, NULL, "", CHAT_AGAIN, ERR_NONE, "(HTTP 425)" },
	{ __LINE__, "openai", S, 429, NULL, "", CHAT_AGAIN, ERR_NONE, "busy (HTTP 429)" },
	{ __LINE__, "openai", S, 429, NULL, "Too Many Requests", CHAT_AGAIN, ERR_NONE, "Too Many" },
	{ __LINE__, "openai", S, 500, NULL, "Internal Server Error", CHAT_AGAIN, ERR_NONE, "(HTTP 500): Internal" },
	{ __LINE__, "openai", S, 502, NULL, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway"
	  "</h1></center><hr>nginx</body></html>", CHAT_AGAIN, ERR_NONE, "(HTTP 502): 502 Bad Gateway" },
	{ __LINE__, "openai", S, 503, NULL, "<p>down</p>", CHAT_AGAIN, ERR_NONE, "(HTTP 503): down" },
	{ __LINE__, "llamacpp", S, 503, NULL, ERROR("\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\""), CHAT_AGAIN,
	  ERR_NONE, "being loaded" },
	{ __LINE__, "openai", S, 504, NULL, "", CHAT_AGAIN, ERR_NONE, "(HTTP 504)" },
	{ __LINE__, "openai", S, 529, NULL, "", CHAT_AGAIN, ERR_NONE, "(HTTP 529)" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1302\",\"message\":\"并发数过高\""), CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1303\",\"message\":\"频率过高\""), CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "zhipu", S, 429, NULL, ERROR("\"code\":\"1305\",\"message\":\"流量限制\""), CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1200\",\"message\":\"x\""), CHAT_AGAIN, ERR_NONE, "failed" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1230\",\"message\":\"x\""), CHAT_AGAIN, ERR_NONE, "failed" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1231\",\"message\":\"x\""), CHAT_AGAIN, ERR_NONE, "failed" },
	{ __LINE__, "zhipu", S, 400, NULL, ERROR("\"code\":\"1234\",\"message\":\"网络错误\""), CHAT_AGAIN, ERR_NONE, "failed" },
	{ __LINE__, "moonshot", S, 429, NULL, ERROR("\"type\":\"engine_overloaded_error\",\"message\":\"overloaded\""), CHAT_AGAIN, ERR_NONE,
	  "busy" },
	{ __LINE__, "moonshot", S, 429, NULL, ERROR("\"type\":\"rate_limit_reached_error\",\"message\":\"max organization concurrency: 1\""),
	  CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "dashscope", S, 429, NULL, ERROR("\"code\":\"Throttling.AllocationQuota\",\"message\":\"Allocated quota exceeded\""),
	  CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, "openai", S, 429, NULL, ERROR("\"message\":\"Rate limit reached for gpt-4 on requests per min\",\"type\":\"requests\","
	  "\"code\":\"rate_limit_exceeded\""), CHAT_AGAIN, ERR_NONE, "busy" },

	/* no redirects */
	{ __LINE__, "openai", S, 301, "Location: https://other.test/v1?k=1\n", "", CHAT_STOP, ERR_CONFIG,
	  "redirects (HTTP 301) to https://other.test/v1, where" },
	{ __LINE__, "openai", S, 307, NULL, OK("a"), CHAT_STOP, ERR_CONFIG, "redirects (HTTP 307) to nowhere" },
};

/* What http.c makes of a head, as far as it is used here. */
static struct http_reply reply_of(int status, const char *lines, struct buf *head)
{
	uint64_t seconds;
	buf_addf(head, "HTTP/1.1 %d X\r\n", status);
	for (struct str rest = str_of(lines), one; str_cut(&rest, '\n', &one);)
		buf_addf(head, "%.*s\r\n", STR_ARG(one));
	struct http_reply r = { .status = status, .url = STR("http://host.test/v1/chat/completions?api-version=1"),
	                        .retry_after_s = -1, .head = buf_str(head) };
	if (str_number(http_head_value(r.head, "retry-after"), 1000000, &seconds))
		r.retry_after_s = (int64_t)seconds;
	r.redirect = http_head_value(r.head, "location");
	return r;
}

static struct provider provider_named(const char *name)
{
	const struct provider *known = provider_find(str_of(name));
	return known ? *known : (struct provider){ .name = name, .token_field = "max_tokens", .thinking_off = "{\"enable_thinking\":false}" };
}

/* ---- rows: no line is advised that stands in the configuration, and none that leads in a circle ---- */

static const struct { int line; const char *off; bool stream; const char *message; enum chat_outcome outcome; const char *want; } advice[] = {
	{ __LINE__, NULL, false, "enable_thinking must be set to false for non-streaming calls", CHAT_STREAM, "as streams only" },
	{ __LINE__, "{}", false, "enable_thinking must be set to false for non-streaming calls", CHAT_STREAM, "as streams only" },
	{ __LINE__, NULL, true, "enable_thinking must be set to false", CHAT_STOP, "thinking-off = {\"enable_thinking\": false} in [provider lab]" },
	{ __LINE__, "{\"a\":1}", false, "enable_thinking is no parameter", CHAT_STOP, "thinking-off = {} in [provider lab]" },
	{ __LINE__, "{}", false, "enable_thinking is no parameter", CHAT_STOP, "see thinking-off and extra-body" },
	{ __LINE__, NULL, false, "enable_thinking is needed", CHAT_STOP, "see thinking-off and extra-body" },
	{ __LINE__, NULL, true, "This model only support stream mode", CHAT_STOP, "no \"stream\": false in extra-body of [provider lab]" },
	{ __LINE__, NULL, true, "streaming is not supported", CHAT_STOP, "stream = false in [provider lab]" },
	{ __LINE__, NULL, true, "unknown parameter: stream_options", CHAT_STOP, "extra-body = {\"stream_options\": null} in [provider lab]" },
};

static void advices(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(advice); i++) {
		struct buf head = BUF_INIT(10000), body = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		const struct provider p = { .name = "lab", .thinking_off = advice[i].off };
		struct http_reply h = reply_of(400, NULL, &head);
		struct chat_reply r;
		buf_addz(&body, "{\"error\":{\"message\":");
		js_put_string(&body, str_of(advice[i].message));
		buf_addz(&body, "}}");
		chat_reply_read(&p, &h, buf_str(&body), NULL, (struct chat_form){ S, advice[i].stream, 0 }, NULL, &a, &r);
		if (!tap_case(t, r.outcome == advice[i].outcome && strstr(r.reason, advice[i].want), "advice, line %d", advice[i].line))
			printf("# outcome %d reason \"%s\"\n", (int)r.outcome, r.reason);
		arena_free(&a);
		buf_free(&head);
		buf_free(&body);
	}
}

/* ---- rows: where the answer stands ---- */

static const struct { int line; const char *message, *finish; enum chat_place place; bool unfinished; const char *want; } stands[] = {
	{ __LINE__, "\"content\":\"a\",\"reasoning\":\"{}\"", "\"stop\"", PLACE_CONTENT, false, "a" },
	{ __LINE__, "\"content\":null,\"reasoning\":\"{}\"", "\"stop\"", PLACE_REASONING, false, "{}" },
	{ __LINE__, "\"content\":null,\"reasoning_content\":\" {\\\"a\\\":1}\\n\"", "\"stop\"", PLACE_REASONING, false, " {\"a\":1}\n" },
	{ __LINE__, "\"content\":\" \\n\",\"reasoning_content\":null,\"reasoning\":\"{}\"", "null", PLACE_REASONING, true, " \n{}" },
	{ __LINE__, "\"content\":null,\"reasoning\":\"I think {}\"", "\"stop\"", PLACE_CONTENT, false, NULL },
	{ __LINE__, "\"content\":null,\"reasoning\":\"{}\"", "\"length\"", PLACE_CONTENT, false, NULL },
	{ __LINE__, "\"content\":null,\"reasoning\":\"{}\"", "\"eos\"", PLACE_CONTENT, false, NULL },
	{ __LINE__, "\"content\":null,\"reasoning\":\"{}\",\"refusal\":\"no\"", "\"stop\"", PLACE_CONTENT, false, NULL },
	{ __LINE__, "\"content\":null,\"tool_calls\":[{\"function\":{\"arguments\":\"{}\"}}]", "\"tool_calls\"", PLACE_TOOL, false, "{}" },
	{ __LINE__, "\"content\":\"\",\"tool_calls\":[{\"function\":{\"arguments\":{\"a\":4.0}}}]", "\"stop\"", PLACE_TOOL, false, "{\"a\":4.0}" },
	{ __LINE__, "\"function_call\":{\"arguments\":\"{}\"}", "\"function_call\"", PLACE_TOOL, false, "{}" },
	{ __LINE__, "\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]", "\"tool_calls\"", PLACE_CONTENT, false, NULL },
	{ __LINE__, "\"content\":[{\"type\":\"output_text\",\"text\":{\"value\":\"a\"}},\"b\"]", "\"stop\"", PLACE_CONTENT, false, "ab" },
	{ __LINE__, "\"content\":{\"type\":\"text\",\"text\":\"a\"}", "\"stop\"", PLACE_CONTENT, false, "a" },
	{ __LINE__, "\"content\":{\"title\":\"a\"}", "\"stop\"", PLACE_CONTENT, false, "{\"title\":\"a\"}" },
	{ __LINE__, "\"content\":\"a\"", "null", PLACE_CONTENT, true, "a" },
};

static void places(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(stands); i++) {
		struct buf head = BUF_INIT(10000), body = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		struct http_reply h = reply_of(200, NULL, &head);
		struct chat_reply r;
		buf_addf(&body, "{\"choices\":[{\"message\":{%s},\"finish_reason\":%s}]}", stands[i].message, stands[i].finish);
		chat_reply_read(provider_find(STR("vllm")), &h, buf_str(&body), NULL, (struct chat_form){ .structure = S }, NULL, &a, &r);
		bool ok = (r.outcome == CHAT_ANSWER) == (stands[i].want != NULL) && r.place == stands[i].place && r.unfinished == stands[i].unfinished;
		if (stands[i].want)
			ok = ok && str_is(r.content, stands[i].want);
		if (!tap_case(t, ok, "place, line %d", stands[i].line))
			printf("# outcome %d place %d unfinished %d \"%.*s\" %s\n", (int)r.outcome, (int)r.place, r.unfinished, STR_ARG(r.content), r.reason);
		arena_free(&a);
		buf_free(&head);
		buf_free(&body);
	}
}

static void replies(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		const struct row *row = &rows[i];
		struct buf head = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		struct provider p = provider_named(row->provider);
		struct http_reply h = reply_of(row->status, row->head, &head);
		struct chat_reply r;
		chat_reply_read(&p, &h, str_of(row->body), NULL, (struct chat_form){ .structure = row->structure }, "key-unlikely", &a, &r);
		bool ok = r.outcome == row->outcome && r.kind == row->kind;
		if (row->outcome == CHAT_ANSWER)
			ok = ok && str_is(r.content, row->want) && r.reason[0] == '\0';
		else
			ok = ok && strstr(r.reason, row->want) && str_empty(r.content);
		if (!tap_case(t, ok, "reply, line %d: %s", row->line, row->want))
			printf("# outcome %d kind %d content \"%.*s\" reason \"%s\"\n", (int)r.outcome, (int)r.kind, STR_ARG(r.content), r.reason);
		arena_free(&a);
		buf_free(&head);
	}
}

/* ---- rows: each code alone, and each message alone, as the providers' lists of errors have them ---- */

static const struct { int line, status; const char *codes, *messages; enum chat_outcome outcome; enum err_kind kind; const char *why; }
lists[] = {
	{ __LINE__, 400, "content_filter|content_policy_violation|ResponsibleAIPolicyViolation|DataInspectionFailed|1300|1301|sensitive|"
	  "PROHIBITED_CONTENT", "It triggered the content management policy.|Content Exists Risk|It may contain inappropriate content.|"
	  "It was considered high risk|Your input was flagged|Your chosen model requires moderation|系统检测到可能包含不安全或敏感内容",
	  CHAT_PAPER, ERR_NONE, "filter" },
	{ __LINE__, 400, "context_length_exceeded|exceed_context_size_error|context_window_exceeded|ContextWindowExceededError|"
	  "string_above_max_length|1261", "The maximum context length is 8|The context window is 8|It exceeds the available context size|"
	  "Your request exceeded model token limit: 8|Prompt is too long|Input is too long for this model|Range of input length should be "
	  "[1, 8]|744 tokens exceed n_ctx|Too many tokens|max_tokens must be at least 1, got -1|Please reduce the length of the messages|"
	  "The input token count (9) exceeds 8|Prompt 超长|Prompt超长", CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, 413, NULL, "no|The context window is 8", CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, 422, NULL, "The context window is 8", CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, 500, NULL, "The context window is 8", CHAT_PAPER, ERR_NONE, "too long for the model" },
	{ __LINE__, 429, "insufficient_quota|insufficient_user_quota|insufficient_balance|billing_hard_limit_reached|billing_not_active|"
	  "exceeded_current_quota_error|Arrearage|1113|AllocationQuota.FreeTierOnly", "Insufficient Balance|insufficient account balance|"
	  "Your balance is insufficient|Insufficient credits|insufficient user quota|账户余额不足|您的账户已欠费|Your credit balance is too low|"
	  "Not enough credits|You are out of credits|The free tier of the model has been exhausted|Free allocated quota exceeded|"
	  "You have an overdue payment|Make sure your account is in good standing", CHAT_STOP, ERR_KEY, "balance" },
	{ __LINE__, 429, "1304|1308|1309|1310|1311|GenerateRequestsPerDayPerProject", "It would exceed your spend limit|The spending limit is "
	  "reached|This is the spend cap|the monthly token limit|You have reached your API usage limits|free-models-per-day|requests per day "
	  "(RPD)|requestsPerDay|The daily limit", CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, 400, NULL, "You have reached your specified API usage limits", CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, 403, NULL, "You have reached your usage limit for this cycle", CHAT_STOP, ERR_KEY, "limit of the account" },
	{ __LINE__, 400, "1100|1110|1111|1112|1120|1121|1220|account_deactivated|account_suspended", "The account has been deactivated|Your "
	  "account a is suspended|This organization has been disabled|real-name authentication|Real name verification|需要实名认证|"
	  "Access terminated|您的账户已被锁定", CHAT_STOP, ERR_KEY, "account" },
	{ __LINE__, 400, "invalid_api_key|InvalidApiKey|invalid_authentication_error|incorrect_api_key_error|authentication_error|"
	  "API_KEY_INVALID|UNAUTHENTICATED|1000|1001|1002|1003|1004", "API key not valid|Invalid API key|Incorrect API key provided|API key has "
	  "expired|No auth credentials found|Invalid Authentication", CHAT_STOP, ERR_KEY, "key is refused" },
	{ __LINE__, 400, "model_not_found|ModelNotFound|DeploymentNotFound|invalid_model|resource_not_found_error|1211|1212|1221|1222|20012",
	  "Model Not Exist|The model does not exist|model \\\"q\\\" not found|Not found the model q|q is not a valid model ID|No endpoints found for "
	  "q|no such model|unknown model q|The deployment does not exist|模型不存在|model is required|you must provide a model", CHAT_STOP,
	  ERR_KEY, "no such model" },
	{ __LINE__, 403, NULL, "The model does not exist", CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, 422, NULL, "The model does not exist", CHAT_STOP, ERR_KEY, "no such model" },
	{ __LINE__, 400, "response_format|response_format.type|json_schema", "response_format is unavailable|json_schema is unknown|no JSON "
	  "schema here|json_object is unknown|JSON mode is not supported|no structured output|guided_json failed|cannot compile the grammar|"
	  "Invalid schema for it|must contain the word 'json'|must contain the word \\\"json\\\"|No endpoints found that can handle the requested "
	  "parameters", CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, 422, "response_format", "json_schema is unknown", CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, 500, NULL, "failed to parse the grammar", CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, 501, NULL, "json_schema is not implemented", CHAT_SIMPLER, ERR_NONE, "form" },
	{ __LINE__, 400, NULL, "range of max_tokens|max_tokens is too large|max_tokens can be at most 8|max_tokens must be less than 8|"
	  "max_completion_tokens is too large|max_completion_tokens can be at most 8", CHAT_STOP, ERR_CONFIG, "lower answer-tokens" },
	{ __LINE__, 422, NULL, "max_tokens is too large", CHAT_STOP, ERR_CONFIG, "lower answer-tokens" },
	{ __LINE__, 400, "max_tokens|max_completion_tokens", "max_tokens is unknown|max_completion_tokens is unknown", CHAT_STOP, ERR_CONFIG,
	  "token-field = max_completion_tokens in [provider lab]" },
	{ __LINE__, 422, "max_tokens", "max_tokens is unknown", CHAT_STOP, ERR_CONFIG, "token-field" },
	{ __LINE__, 422, NULL, "only supports stream|only support stream|stream must be true|streaming is required|requires streaming|non-streaming calls|"
	  "enable the stream parameter|set stream=true|仅支持流式输出", CHAT_STREAM, ERR_NONE, "as streams only" },
	{ __LINE__, 429, "rate_limit_daily|daily_limit_exceeded|requests_per_day", "daily limit|200 requests per 1d|已达每日上限", CHAT_STOP, ERR_KEY, "the limit of the" },
	{ __LINE__, 400, "reasoning_effort|reasoning|reasoning.effort|thinking|thinking.type|enable_thinking|chat_template_kwargs",
	  "no reasoning_effort|Reasoning is mandatory|no enable_thinking|no chat_template_kwargs|Thinking cannot be disabled", CHAT_STOP,
	  ERR_CONFIG, "thinking-off = {} in [provider lab]" },
	{ __LINE__, 422, "reasoning_effort", NULL, CHAT_STOP, ERR_CONFIG, "thinking-off = {}" },
	{ __LINE__, 400, "unsupported_parameter|unknown_parameter|unsupported_value|extra_forbidden|1210|1213|1214|1215", "Unsupported "
	  "parameter: x|Unknown parameter: x|Unrecognized request argument supplied: x|Extra inputs are not permitted|Unknown name \\\"x\\\"|"
	  "Unsupported value: x|unknown field x|does not support parameter x|temperature must be 1", CHAT_STOP, ERR_CONFIG, "extra-body" },
	{ __LINE__, 503, NULL, "Loading model", CHAT_AGAIN, ERR_NONE, "being loaded" },
	{ __LINE__, 400, "rate_limit_exceeded|rate_limit_error|rate_limit_reached_error|engine_overloaded_error|overloaded_error|"
	  "RESOURCE_EXHAUSTED|Throttling|Throttling.RateQuota|limit_requests|1302|1303|1305|1312|1313", NULL, CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, 405, NULL, "no", CHAT_STOP, ERR_CONFIG, "base-url" },
	{ __LINE__, 410, NULL, "no", CHAT_STOP, ERR_CONFIG, "base-url" },
	{ __LINE__, 408, NULL, "no", CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, 409, NULL, "no", CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, 425, NULL, "no", CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, 499, NULL, "no", CHAT_AGAIN, ERR_NONE, "busy" },
	{ __LINE__, 418, "no", "no", CHAT_PAPER, ERR_NONE, "not take this request" },
};

static void one_word(struct tap *t, size_t i, const char *member, struct str word)
{
	struct buf head = BUF_INIT(10000), body = BUF_INIT(10000);
	struct arena a = ARENA_INIT;
	struct provider p = provider_named("lab");
	struct http_reply h = reply_of(lists[i].status, NULL, &head);
	struct chat_reply r;
	buf_addf(&body, "{\"error\":{\"%s\":\"%.*s\"}}", member, STR_ARG(word));
	chat_reply_read(&p, &h, buf_str(&body), NULL, (struct chat_form){ .structure = S }, NULL, &a, &r);
	if (!tap_case(t, r.outcome == lists[i].outcome && r.kind == lists[i].kind && strstr(r.reason, lists[i].why), "%s, line %d: %.*s", member,
	              lists[i].line, STR_ARG(word)))
		printf("# outcome %d kind %d reason \"%s\"\n", (int)r.outcome, (int)r.kind, r.reason);
	arena_free(&a);
	buf_free(&body);
	buf_free(&head);
}

static void words(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(lists); i++) {
		struct str codes = str_of(lists[i].codes), messages = str_of(lists[i].messages), one;
		while (str_cut(&codes, '|', &one))
			one_word(t, i, "code", one);
		while (str_cut(&messages, '|', &one))
			one_word(t, i, "message", one);
	}
}

/* ---- rows: tokens and model ---- */

static const struct { int line; const char *body; int64_t prompt, completion, cached; const char *model; } usages[] = {
	{ __LINE__, "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,\"prompt_tokens_details\":"
	            "{\"cached_tokens\":7}},\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}", 10, 5, 7, "m" },
	{ __LINE__, "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_cache_hit_tokens\":3,\"prompt_cache_miss_tokens\":7},"
	            "\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}", 10, 5, 3, NULL },
	{ __LINE__, "{\"usage\":{\"input_tokens\":2,\"output_tokens\":1},\"choices\":[]}", 2, 1, -1, NULL },
	{ __LINE__, "{\"usage\":{\"prompt_tokens\":-2,\"completion_tokens\":1.5},\"choices\":[]}", -1, -1, -1, NULL },
	{ __LINE__, "{\"usage\":null,\"choices\":[]}", -1, -1, -1, NULL },
	{ __LINE__, "{\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":0,\"prompt_tokens_details\":null},\"model\":7}", 4, 0, -1, NULL },
};

static void tokens(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(usages); i++) {
		struct buf head = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		struct http_reply h = reply_of(200, NULL, &head);
		struct chat_reply r;
		chat_reply_read(provider_find(STR("openai")), &h, str_of(usages[i].body), NULL, (struct chat_form){ .structure = S }, NULL, &a, &r);
		tap_case(t, r.prompt_tokens == usages[i].prompt && r.completion_tokens == usages[i].completion &&
		            r.cached_tokens == usages[i].cached && str_eq(r.model, str_of(usages[i].model)), "tokens, line %d", usages[i].line);
		arena_free(&a);
		buf_free(&head);
	}
}

/* ---- rows: nothing came, or not all ---- */

static const struct { int line, status; enum err_kind failure; enum chat_outcome outcome; enum err_kind kind; } failures[] = {
	{ __LINE__, 0, ERR_NET_TEMP, CHAT_AGAIN, ERR_NONE },          /* time-out, no connection, an empty reply */
	{ __LINE__, 0, ERR_NET, CHAT_STOP, ERR_SUMMARIZER },          /* a certificate that cannot be trusted */
	{ __LINE__, 0, ERR_USAGE, CHAT_STOP, ERR_CONFIG },            /* no usable address */
	{ __LINE__, 0, ERR_BUSY, CHAT_AGAIN, ERR_NONE },
	{ __LINE__, 0, ERR_FILE, CHAT_STOP, ERR_FILE },               /* the recording cannot be written */
	{ __LINE__, 0, ERR_INPUT, CHAT_ONCE_MORE, ERR_NONE },         /* the recording has no reply */
	{ __LINE__, 200, ERR_NET_TEMP, CHAT_AGAIN, ERR_NONE },        /* the body was cut */
	{ __LINE__, 200, ERR_NET, CHAT_AGAIN, ERR_NONE },             /* broken compression */
	{ __LINE__, 200, ERR_INPUT, CHAT_PAPER, ERR_NONE },           /* larger than may be */
	{ __LINE__, 401, ERR_NET_TEMP, CHAT_STOP, ERR_KEY },          /* the head says enough */
	{ __LINE__, 503, ERR_NET_TEMP, CHAT_AGAIN, ERR_NONE },
};

static void nothing_came(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(failures); i++) {
		struct buf head = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct http_reply h = { .retry_after_s = -1 };
		struct chat_reply r;
		err_set(&e, failures[i].failure, "timed out (somehow)");
		if (failures[i].status)
			h = reply_of(failures[i].status, NULL, &head);
		chat_reply_read(provider_find(STR("openai")), &h, STR("{\"choices\":[{\"mess"), &e, (struct chat_form){ .structure = S }, NULL, &a, &r);
		bool said = failures[i].status >= 300 || strstr(r.reason, "timed out (somehow)");
		tap_case(t, r.outcome == failures[i].outcome && r.kind == failures[i].kind && said, "failure, line %d: %s", failures[i].line,
		         r.reason);
		arena_free(&a);
		buf_free(&head);
	}
}

/* ---- rows: how long to wait ---- */

static const struct { int line, status; const char *head; int64_t want; } waits[] = {
	{ __LINE__, 429, "", -1 },
	{ __LINE__, 429, "Retry-After: 7\n", 7000 },
	{ __LINE__, 429, "Retry-After: 0\n", 0 },
	{ __LINE__, 429, "Retry-After: 999999\n", 86400000 },
	{ __LINE__, 429, "Retry-After: 0.5\n", 500 },
	{ __LINE__, 429, "Retry-After: soon\n", -1 },
	{ __LINE__, 429, "retry-after-ms: 520\n", 520 },
	{ __LINE__, 429, "retry-after-ms: 520.7\n", 520 },
	{ __LINE__, 429, "retry-after-ms: -3\n", -1 },
	{ __LINE__, 429, "Retry-After: 2\nretry-after-ms: 1520\n", 2000 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 1s\n", 1000 },
	{ __LINE__, 429, "x-ratelimit-reset-tokens: 6m0s\n", 360000 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 20ms\n", 20 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 1h2m3.5s\n", 3723500 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 12\n", 12000 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 300h\n", 86400000 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 1x\n", -1 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: s\n", -1 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 1s\nx-ratelimit-reset-tokens: 3s\n", 3000 },
	{ __LINE__, 429, "x-ratelimit-reset-requests: 9s\nx-ratelimit-remaining-requests: 5\nx-ratelimit-reset-tokens: 3s\n"
	                 "x-ratelimit-remaining-tokens: 0\n", 3000 },
	{ __LINE__, 429, "retry-after-ms: 5\nx-ratelimit-reset-requests: 9s\n", 5 },
	{ __LINE__, 200, "x-ratelimit-reset-requests: 9s\n", -1 },
	{ __LINE__, 200, "x-ratelimit-reset-requests: 9s\nx-ratelimit-remaining-requests: 1\n", -1 },
	{ __LINE__, 200, "X-RateLimit-Reset-Requests: 9s\nX-RateLimit-Remaining-Requests: 0\n", 9000 },
	{ __LINE__, 429, "X-RateLimit-Reset: 1700000030000\nX-RateLimit-Remaining: 0\n", 30000 },  /* OpenRouter: milliseconds */
	{ __LINE__, 429, "X-RateLimit-Reset: 1700000030\n", 30000 },
	{ __LINE__, 429, "X-RateLimit-Reset: 1600000000\n", 0 },
	{ __LINE__, 429, "RateLimit-Reset: 30\n", 30000 },
};

static void waiting(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(waits); i++) {
		struct buf head = BUF_INIT(10000);
		struct http_reply h = reply_of(waits[i].status, waits[i].head, &head);
		h.received = 1700000000;
		int64_t got = chat_wait_ms(&h);
		tap_case(t, got == waits[i].want, "wait, line %d: %lld", waits[i].line, (long long)got);
		buf_free(&head);
	}
	/* a date is turned into seconds before; one that is past is 0 */
	struct http_reply dated = { .status = 503, .retry_after_s = 90, .head = STR("HTTP/1.1 503 X\r\nRetry-After: Fri, 01 Jan 2027\r\n") };
	tap_case(t, chat_wait_ms(&dated) == 90000, "wait: a date");
	/* Google's, in the body; the header counts first */
	static const char gemini[] = "[" ERROR("\"code\":429,\"message\":\"quota\",\"details\":[{\"retryDelay\":\"34s\"}]") "]";
	for (int told = 0; told < 2; told++) {
		struct buf head = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		struct http_reply h = reply_of(429, told ? "Retry-After: 3\n" : NULL, &head);
		struct chat_reply r;
		chat_reply_read(provider_find(STR("gemini")), &h, str_of(gemini), NULL, (struct chat_form){ .structure = S }, NULL, &a, &r);
		tap_case(t, r.outcome == CHAT_AGAIN && r.wait_ms == (told ? 3000 : 34000), "wait: in the body, %d", told);
		arena_free(&a);
		buf_free(&head);
	}
}

/* ---- the key is never said back ---- */

#define KEY "sk-4f9a7c21d8e3"
static const struct { int line, status; const char *head, *body, *key; } secrets[] = {
	{ __LINE__, 401, "", ERROR("\"message\":\"Incorrect API key provided: " KEY ". Find yours\""), KEY },
	{ __LINE__, 401, "", ERROR("\"message\":\"" KEY KEY " x" KEY "y\""), KEY },
	{ __LINE__, 500, "", "Bearer " KEY, KEY },
	{ __LINE__, 502, "", "<title>no " KEY "</title>", KEY },
	{ __LINE__, 502, "", "<b>" KEY "</b>", KEY },
	{ __LINE__, 301, "Location: https://x.test/" KEY "/\n", "", KEY },
	{ __LINE__, 200, "", ERROR("\"message\":\"x\",\"metadata\":{\"raw\":\"" KEY "\"}"), KEY },
	{ __LINE__, 200, "", MESSAGE("\"content\":null,\"refusal\":\"" KEY "\""), KEY },
	{ __LINE__, 200, "", MESSAGE("\"content\":\"see " KEY "\""), KEY },
	{ __LINE__, 200, "", "{\"model\":\"" KEY "\"}", KEY },
	/* across the place where a quotation is cut */
	{ __LINE__, 401, "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb " KEY " c", KEY },
	{ __LINE__, 401, "", ERROR("\"message\":\"key good is wrong\""), "good" },
};

static void keys(struct tap *t)
{
	for (size_t i = 0; i < COUNTOF(secrets); i++) {
		struct buf head = BUF_INIT(10000);
		struct arena a = ARENA_INIT;
		struct http_reply h = reply_of(secrets[i].status, secrets[i].head, &head);
		struct chat_reply r;
		chat_reply_read(provider_find(STR("openai")), &h, str_of(secrets[i].body), NULL, (struct chat_form){ .structure = S }, secrets[i].key, &a, &r);
		char start[7] = { 0 };  /* not a good part of it either */
		memcpy(start, secrets[i].key, strlen(secrets[i].key) < 6 ? strlen(secrets[i].key) : 6);
		bool said = strstr(r.reason, start) || str_find(r.content, start, 0) != STR_NONE || str_find(r.model, start, 0) != STR_NONE;
		tap_case(t, !said, "key, line %d: %s", secrets[i].line, r.reason);
		arena_free(&a);
		buf_free(&head);
	}
	/* a key that is a word says nothing about words that have it within */
	struct buf head = BUF_INIT(10000);
	struct arena a = ARENA_INIT;
	struct http_reply h = reply_of(500, NULL, &head);
	struct chat_reply r;
	chat_reply_read(provider_find(STR("ollama")), &h, STR("goodness"), NULL, (struct chat_form){ .structure = S }, "good", &a, &r);
	tap_case(t, strstr(r.reason, "goodness") != NULL, "key: within another word");
	h.status = 200;
	chat_reply_read(provider_find(STR("ollama")), &h, STR(OK("good")), NULL, (struct chat_form){ .structure = S }, "good", &a, &r);
	tap_case(t, str_is(r.content, "good"), "key: a short one leaves answers alone");
	arena_free(&a);
	buf_free(&head);
}

/* One line, bounded, nothing that moves the text about; valid to the end. */
static void reasons_are_clean(struct tap *t)
{
	struct buf head = BUF_INIT(10000), body = BUF_INIT(100000);
	struct arena a = ARENA_INIT;
	struct http_reply h = reply_of(500, NULL, &head);
	struct chat_reply r;
	buf_addz(&body, "a\nb\t\x01\xe2\x80\xae\xef\xbb\xbf c\xff d ");
	for (int i = 0; i < 1000; i++)
		buf_addz(&body, "汉字");
	chat_reply_read(provider_find(STR("openai")), &h, buf_str(&body), NULL, (struct chat_form){ .structure = S }, NULL, &a, &r);
	size_t quote = strlen(strstr(r.reason, ": ") + 2);
	tap_case(t, strstr(r.reason, "a b c d 汉字") != NULL, "reason: one line of what can be seen");
	tap_case(t, utf8_valid(str_of(r.reason), NULL) && str_ends(str_of(r.reason), "..."), "reason: cut between characters");
	tap_case(t, quote <= 200 && quote > 190, "reason: %zu bytes are quoted", quote);
	arena_free(&a);
	buf_free(&body);
	buf_free(&head);
}

static void heads(struct tap *t)
{
	const struct str head = STR("HTTP/1.1 200 OK\r\nA: 1\r\nAB:\t2 \r\na: 3\r\nEmpty:\r\n\r\n");
	tap_case(t, str_is(http_head_value(head, "a"), "3"), "head: the last of two");
	tap_case(t, str_is(http_head_value(head, "Ab"), "2"), "head: any case, no white space");
	tap_case(t, str_known(http_head_value(head, "empty")) && str_empty(http_head_value(head, "empty")), "head: there, and empty");
	tap_case(t, !str_known(http_head_value(head, "B")), "head: not the end of another name");
	tap_case(t, !str_known(http_head_value(STR_NULL, "B")), "head: none");
}

int main(void)
{
	struct tap t = { 0, 0 };
	replies(&t);
	advices(&t);
	places(&t);
	words(&t);
	tokens(&t);
	nothing_came(&t);
	waiting(&t);
	keys(&t);
	reasons_are_clean(&t);
	heads(&t);
	return tap_done(&t);
}
