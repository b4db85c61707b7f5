package io.llmgateway.model.image;

import static io.llmgateway.model.PreparedModel.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.model.PreparedModel;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageInlinerTest {
  private static final ImageLimits SMALL = new ImageLimits(2, 10, 15);

  private final PreparedModel model = new PreparedModel(List.of(), List.of());
  private final List<URI> fetched = new ArrayList<>();
  private byte[] image = bytes("GIF89a");
  private IOException failure;
  private final ImageInliner inliner = new ImageInliner(model, this::fetch, SMALL);

  @Test
  void putsTheImageInThePlaceOfItsAddressAndFetchesItOnce() {
    chat(
        part("{'url':'https://a.example/x','detail':'low'}") + "," + part("'https://a.example/x'"));

    String data = "data:image/gif;base64,R0lGODlh";
    assertEquals(
        body(part("{'url':'" + data + "','detail':'low'}") + "," + part("'" + data + "'")).body(),
        model.asked.get(0).body());
    assertEquals(List.of(URI.create("https://a.example/x")), fetched);
  }

  @Test
  void leavesWhatIsThereAlready() {
    ChatRequest data = body(part("{'url':'data:image/png;base64,AAAA'}"));
    ChatRequest text =
        request("{'messages':[{'role':'user','content':'https://a.example/'}]}", true);

    inliner.chat(data, new Cancellation());
    inliner.chat(text, new Cancellation());

    assertSame(data, model.asked.get(0));
    assertSame(text, model.asked.get(1));
    assertEquals(List.of(), fetched);
  }

  @ParameterizedTest
  @CsvSource({
    "'\u0089PNG\r\n\u001a\n', image/png",
    "'\u00ff\u00d8\u00ff\u00e0', image/jpeg",
    "GIF87a, image/gif",
  })
  void tellsTheTypeByHowTheImageBegins(String beginning, String type) {
    assertEquals(type, ImageType.of(bytes(beginning)).mediaType());
  }

  @Test
  void aWebpBeginsInTwoPlaces() {
    assertEquals(ImageType.WEBP, ImageType.of(bytes("RIFF1234WEBPVP8 ")));
    assertEquals(null, ImageType.of(bytes("RIFF1234WAVEfmt ")));
    assertEquals(null, ImageType.of(bytes("RIFF")));
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/passwd",
    "ftp://a.example/x",
    "//a.example/x",
    "''",
    "'http://a b/'",
    "gopher://a.example/",
  })
  void refusesOtherSchemes(String url) {
    refuses("messages[0].content[0].image_url.url", part("{'url':'" + url + "'}"));
    assertEquals(List.of(), fetched);
  }

  @Test
  void refusesWhatIsNoImage() {
    image = bytes("<html>");
    refuses("messages[0].content[0].image_url.url", part("{'url':'https://a.example/x'}"));
  }

  @Test
  void refusesTooMany() {
    image = bytes("GIF8");
    refuses(
        "messages[0].content[2].image_url",
        part("'https://a.example/1'")
            + ","
            + part("'https://a.example/2'")
            + ","
            + part("'https://a.example/3'"));
  }

  @Test
  void refusesTooManyBytesTogether() {
    image = bytes("GIF89a....");
    refuses(
        "messages[0].content[1].image_url",
        part("'https://a.example/1'") + "," + part("'https://a.example/2'"));
  }

  @Test
  void refusesAnImageWithoutAnAddress() {
    refuses("messages[0].content[0].image_url.url", part("{}"));
  }

  @Test
  void tellsNothingOfWhatIsAtTheAddress() {
    failure = new IOException("connection refused: 10.0.0.7:22");

    ChatException.Final refused =
        refuses("messages[0].content[0].image_url", part("'http://a.example/1'"));

    assertFalse(refused.getMessage().contains("10.0.0.7"));
  }

  @Test
  void aCancelledFetchIsNotTheImagesFault() {
    failure = new IOException("aborted");
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    ChatException.Retryable cancelled =
        assertThrows(
            ChatException.Retryable.class,
            () -> inliner.chat(body(part("'http://a.example/1'")), cancellation));

    assertEquals(Outcome.CANCELLED, cancelled.outcome());
  }

  private ChatException.Final refuses(String param, String parts) {
    ChatException.Final refused = assertThrows(ChatException.Final.class, () -> chat(parts));
    assertEquals(param, refused.param());
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals(List.of(), model.asked);
    return refused;
  }

  private void chat(String parts) {
    inliner.chat(body(parts), new Cancellation());
  }

  private byte[] fetch(URI uri, int most, Cancellation cancellation) throws IOException {
    fetched.add(uri);
    if (failure != null) {
      throw failure;
    }
    return image;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ChatRequest body(String parts) {
    return request("{'messages':[{'role':'user','content':[" + parts + "]}]}", true);
  }

  private static String part(String image) {
    return "{'type':'image_url','image_url':" + image + "}";
  }
}
