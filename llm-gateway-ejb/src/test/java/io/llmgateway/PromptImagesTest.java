package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptImagesTest {
  private static final String IMAGE = "{'type':'image_url','image_url':{'url':'x'}}";
  private static final String TEXT = "{'type':'text','text':'image_url'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'messages':[]                                                             | 0",
        "'messages':[{'role':'user','content':'image_url'}]                        | 0",
        "'messages':[{'content':[TEXT]}]                                           | 0",
        "'messages':[{'content':[TEXT,IMAGE]}]                                     | 1",
        "'messages':[{'content':[IMAGE]},{'content':'x'},{'content':[IMAGE,IMAGE]}]| 3",
        "'messages':[{'content':[{'type':'input_image','image_url':'x'}]}]         | 1",
        "'messages':[{'content':[{'type':7},'x',null]},null]                       | 0",
        "'messages':'x'                                                            | 0",
        "'input':['a','b']                                                         | 0",
        "'input':[IMAGE,TEXT]                                                      | 1",
      })
  void countsImageParts(String members, long images) {
    String json =
        ("{" + members + "}").replace("IMAGE", IMAGE).replace("TEXT", TEXT).replace('\'', '"');
    assertEquals(
        images,
        PromptImages.in(JsonProvider.provider().createReader(new StringReader(json)).readObject()));
  }
}
