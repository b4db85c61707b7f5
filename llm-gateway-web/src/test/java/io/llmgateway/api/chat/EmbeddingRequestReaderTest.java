package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingRequest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingRequestReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "['a','b']", "[1,2]", "[[1,2],[3]]"})
  void takesEveryFormOfInput(String input) {
    EmbeddingRequest request = read("'input':" + input + ",'dimensions':256,'user':'u'");
    assertEquals("m", request.model());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'user':'u' | input",
        "'input':'' | input",
        "'input':[] | input",
        "'input':5 | input",
        "'input':['a',''] | input[1]",
        "'input':['a',1] | input[1]",
        "'input':[1,'a'] | input[1]",
        "'input':[[1],[]] | input[1]",
        "'input':'a','dimensions':0 | dimensions",
        "'input':'a','encoding_format':'hex' | encoding_format",
        "'input':'a','user':1 | user",
      })
  void namesTheFieldAtFault(String fields, String param) {
    ChatException.Final refused = assertThrows(ChatException.Final.class, () -> read(fields));
    assertEquals(param, refused.param());
  }

  @Test
  void takes2048InputsAndNotOneMore() {
    String most = "'a'" + ",'a'".repeat(2047);
    read("'input':[" + most + "]");
    assertThrows(ChatException.Final.class, () -> read("'input':[" + most + ",'a']"));
  }

  private static EmbeddingRequest read(String fields) {
    return EmbeddingRequestReader.read(json("{'model':'m'," + fields + "}"));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
