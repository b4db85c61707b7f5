package io.llmgateway.it.client;

import io.llmgateway.it.simulator.Doc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The events of a streamed answer as they come; comments are passed over. */
public final class EventStream implements AutoCloseable {
  private final int status;
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    this.status = response.statusCode();
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public int status() {
    return status;
  }

  /**
   * @return the first value, or null
   */
  public String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /**
   * @return the data of the next event, or null at the end of the answer
   */
  public String next() {
    try {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data:")) {
        line = lines.readLine();
      }
      return line == null ? null : line.substring("data:".length()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return the next event that carries text, or null at the end
   */
  public String nextText() {
    for (String data = next(); data != null; data = next()) {
      String text = textOf(data);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  /**
   * @return the data of all events that are left
   */
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (String data = next(); data != null; data = next()) {
      rest.add(data);
    }
    return rest;
  }

  /**
   * @return the content of the first choice in these events, joined
   */
  public static String text(List<String> events) {
    return events.stream().map(EventStream::textOf).collect(Collectors.joining());
  }

  private static String textOf(String data) {
    if (data.equals("[DONE]")) {
      return "";
    }
    String text = Doc.parse(data).at("choices", 0, "delta", "content").text();
    return text == null ? "" : text;
  }

  /** Closes the connection when the answer has not ended. */
  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
