package io.llmgateway.model.image;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;

/**
 * A model that takes images as base64 only: those that a client names by address are fetched before
 * the call. An image that stands in the request already stays.
 */
public final class ImageInliner implements LanguageModel {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final LanguageModel model;
  private final ImageSource source;
  private final ImageLimits limits;

  public ImageInliner(LanguageModel model, ImageSource source, ImageLimits limits) {
    this.model = model;
    this.source = source;
    this.limits = limits;
  }

  /**
   * @throws ChatException.Final INVALID_REQUEST with the image's place when one can not be had
   */
  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    InlinedImages images = new InlinedImages(source, limits, cancellation);
    return model.chat(request.withBody(inlined(request.body(), images)), cancellation);
  }

  private static JsonObject inlined(JsonObject body, InlinedImages images) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      return body;
    }
    boolean changed = false;
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (int i = 0; i < messages.size(); i++) {
      JsonValue message = messages.get(i);
      JsonValue fitted = message;
      if (message instanceof JsonObject object
          && object.get("content") instanceof JsonArray parts) {
        JsonArray content = parts(parts, "messages[" + i + "].content", images);
        fitted =
            content == parts
                ? message
                : JSON.createObjectBuilder(object).add("content", content).build();
      }
      changed |= fitted != message;
      out.add(fitted);
    }
    return changed ? JSON.createObjectBuilder(body).add("messages", out).build() : body;
  }

  private static JsonArray parts(JsonArray parts, String place, InlinedImages images) {
    boolean changed = false;
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (int i = 0; i < parts.size(); i++) {
      JsonValue part = parts.get(i);
      JsonValue fitted =
          part instanceof JsonObject object && isImage(object)
              ? image(object, place + "[" + i + "].image_url", images)
              : part;
      changed |= fitted != part;
      out.add(fitted);
    }
    return changed ? out.build() : parts;
  }

  private static boolean isImage(JsonObject part) {
    return part.get("type") instanceof JsonString type && type.getString().equals("image_url");
  }

  private static JsonObject image(JsonObject part, String place, InlinedImages images) {
    JsonValue image = part.get("image_url");
    if (image instanceof JsonString url) {
      String data = images.data(url.getString(), place);
      return data == null ? part : JSON.createObjectBuilder(part).add("image_url", data).build();
    }
    if (!(image instanceof JsonObject object) || !(object.get("url") instanceof JsonString url)) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST, "An image needs an address.", place + ".url");
    }
    String data = images.data(url.getString(), place + ".url");
    return data == null
        ? part
        : JSON.createObjectBuilder(part)
            .add("image_url", JSON.createObjectBuilder(object).add("url", data))
            .build();
  }
}
