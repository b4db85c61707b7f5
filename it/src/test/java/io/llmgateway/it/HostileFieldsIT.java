package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Well-formed JSON with a field that is not what it should be: 400, and the field is named. */
class HostileFieldsIT {
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("fields").models("echo").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model | 7 | model",
        "model | null | model",
        "model | \"\" | model",
        "model | [\"a\"] | model",
        "messages | null | messages",
        "messages | \"hi\" | messages",
        "messages | {} | messages",
        "messages | [] | messages",
        "messages | [1] | messages[0]",
        "messages | [null] | messages[0]",
        "messages | [{}] | messages[0].role",
        "messages | [{\"role\":\"king\",\"content\":\"x\"}] | messages[0].role",
        "messages | [{\"role\":7,\"content\":\"x\"}] | messages[0].role",
        "messages | [{\"role\":\"user\"}] | messages[0].content",
        "messages | [{\"role\":\"user\",\"content\":7}] | messages[0].content",
        "messages | [{\"role\":\"user\",\"content\":[7]}] | messages[0].content[0]",
        "messages | [{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}] | messages[0].content[0].type",
        "messages | [{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}] | messages[0].content[0].text",
        "messages | [{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}] | messages[0].content[0].image_url",
        "messages | [{\"role\":\"tool\",\"content\":\"x\"}] | messages[0].tool_call_id",
        "messages | [{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\"}]}] | messages[0].tool_calls[0].function",
        "temperature | \"hot\" | temperature",
        "temperature | -0.1 | temperature",
        "temperature | 1e400 | temperature",
        "top_p | {} | top_p",
        "top_p | 1.01 | top_p",
        "presence_penalty | true | presence_penalty",
        "frequency_penalty | 3 | frequency_penalty",
        "n | 0 | n",
        "n | -1 | n",
        "n | 1.5 | n",
        "n | \"2\" | n",
        "n | 1000000000 | n",
        "n | 99999999999999999999999999 | n",
        "max_tokens | -1 | max_tokens",
        "max_tokens | 1.5 | max_tokens",
        "max_tokens | \"all\" | max_tokens",
        "max_completion_tokens | 0 | max_completion_tokens",
        "stop | {} | stop",
        "stop | 7 | stop",
        "stop | [1] | stop[0]",
        "seed | \"x\" | seed",
        "seed | 1e30 | seed",
        "stream | \"yes\" | stream",
        "stream | 1 | stream",
        "stream_options | 7 | stream_options",
        "logprobs | \"x\" | logprobs",
        "top_logprobs | -1 | top_logprobs",
        "tools | {} | tools",
        "tools | [1] | tools[0]",
        "tools | [{}] | tools[0].type",
        "tools | [{\"type\":\"function\"}] | tools[0].function",
        "tools | [{\"type\":\"function\",\"function\":{}}] | tools[0].function.name",
        "tools | [{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}] | tools[0].function.name",
        "tool_choice | 7 | tool_choice",
        "tool_choice | \"whatever\" | tool_choice",
        "parallel_tool_calls | \"x\" | parallel_tool_calls",
        "response_format | \"json\" | response_format",
        "response_format | {\"type\":\"xml\"} | response_format.type",
        "response_format | {\"type\":\"json_schema\"} | response_format.json_schema",
        "metadata | [] | metadata",
        "logit_bias | 7 | logit_bias",
        "user | 7 | user"
      })
  void namesTheFieldOfAChat(String field, String value, String param) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", tenant.model("echo"));
    body.put("messages", List.of(Map.of("role", "user", "content", "x")));
    body.put(field, "@");
    String json = JsonWriter.write(body).replace("\"@\"", value);

    Reply reply =
        tenant.http().post("/v1/chat/completions", json).assertError(400, "invalid_request");

    assertEquals(param, reply.error().at("param").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/completions | {\"model\":\"@\"} | prompt",
        "/v1/completions | {\"model\":\"@\",\"prompt\":7} | prompt",
        "/v1/completions | {\"model\":\"@\",\"prompt\":\"x\",\"max_tokens\":\"x\"} | max_tokens",
        "/v1/completions | {\"prompt\":\"x\"} | model",
        "/v1/embeddings | {\"model\":\"@\"} | input",
        "/v1/embeddings | {\"model\":\"@\",\"input\":\"\"} | input",
        "/v1/embeddings | {\"model\":\"@\",\"input\":[\"a\",1]} | input[1]",
        "/v1/embeddings | {\"model\":\"@\",\"input\":[-1]} | input[0]",
        "/v1/embeddings | {\"model\":\"@\",\"input\":\"x\",\"dimensions\":0} | dimensions",
        "/v1/embeddings | {\"model\":\"@\",\"input\":\"x\",\"encoding_format\":\"hex\"} | encoding_format",
        "/v1/embeddings | {\"input\":\"x\"} | model"
      })
  void namesTheFieldOfACompletionOrEmbedding(String path, String json, String param) {
    Reply reply =
        tenant
            .http()
            .post(path, json.replace("@", tenant.model("echo")))
            .assertError(400, "invalid_request");

    assertEquals(param, reply.error().at("param").text());
  }

  @ParameterizedTest
  @CsvSource({"limit=x, limit", "limit=0, limit", "from=yesterday, from", "to=99, to"})
  void namesTheParameterOfAUsageQuery(String query, String param) {
    Reply reply = tenant.http().get("/v1/usage?" + query).assertError(400, "invalid_request");

    assertEquals(param, reply.error().at("param").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x_unknown | {\"deep\":[1,{\"a\":null}]}",
        "temperature | null",
        "stop | null",
        "tools | null",
        "reasoning_effort | \"xhigh\"",
        "max_tokens | 5.0",
        "top_p | 0"
      })
  void takesWhatIsUnusualButRight(String field, String value) {
    String more = ",\"" + field + "\":" + value;

    tenant.http().post("/v1/chat/completions", tenant.chat("echo", "x", more)).assertOk();

    Doc sent = tenant.simulator().received().lastFor(tenant.model("echo")).json();
    if (!value.equals("null")) {
      assertEquals(0, compare(Doc.parse(value), sent.at(field)), sent.toString());
    }
  }

  private static int compare(Doc expected, Doc actual) {
    return expected.number() == null
        ? (expected.equals(actual) ? 0 : 1)
        : expected.number().compareTo(actual.number());
  }
}
