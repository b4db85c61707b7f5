package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigNames;
import io.llmgateway.provider.transport.PublicAddresses;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.SecretBox;
import io.llmgateway.routing.StoredChannel;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds out whether a channel can be stored as an operator wants it, and seals its secrets. */
final class ChannelCheck {
  /** Settings that are sealed; {@code gateway.channel.<name>.} before them. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*[.-])?(key|secret|password|credentials?)([.-].*)?|.*(access|session)-token|headers");

  /** Who may write to the admin API may not read the server's files by it. */
  private static final Set<String> ONLY_DECLARED = Set.of("credentials-file");

  private final StoredChannels channels;

  ChannelCheck(StoredChannels channels) {
    this.channels = channels;
  }

  /** The secrets there are, unless all of them are replaced. */
  Map<String, String> opened(StoredChannel channel, Map<String, String> changes) {
    if (channel.secrets() == null) {
      return Map.of();
    }
    try {
      return SecretBox.from(channels.declared()).open(channel.name(), channel.secrets());
    } catch (SecretBox.Unreadable e) {
      if (changes.containsKey("api-key")) {
        return Map.of();
      }
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The secrets of this channel can not be opened with "
              + SecretBox.PROPERTY
              + "; give a new api_key.",
          "api_key");
    }
  }

  /**
   * @param all the settings that the channel shall have
   * @param before the channel as it is, or null
   * @return the channel to be stored
   * @throws ChatException.Final INVALID_REQUEST naming the setting that can not be used; CONFLICT
   *     when there is no key to seal its secrets with
   */
  StoredChannel checked(String name, Map<String, String> all, StoredChannel before) {
    Map<String, String> plain = new TreeMap<>();
    Map<String, String> secret = new TreeMap<>();
    for (Map.Entry<String, String> setting : all.entrySet()) {
      requireKnown(name, setting.getKey());
      if (setting.getValue().isBlank() || setting.getValue().chars().anyMatch(c -> c < ' ')) {
        throw invalid(field(setting.getKey()), "expected text without control characters");
      }
      (SECRET.matcher(setting.getKey()).matches() ? secret : plain)
          .put(setting.getKey(), setting.getValue());
    }
    Map<String, String> properties = new HashMap<>();
    all.forEach((setting, value) -> properties.put(StoredChannel.property(name, setting), value));
    ChannelSettings channel = tried(name, properties);
    requirePublic("base_url", channel.baseUrl());
    requirePublic("token_url", tokenUrl(all.get("token-url")));
    return new StoredChannel(
        name,
        plain,
        sealed(name, secret),
        before == null ? null : before.createdAt(),
        before == null ? null : before.changedAt());
  }

  static void requireKnown(String name, String setting) {
    if (!ConfigNames.known(StoredChannel.property(name, setting))) {
      throw invalid(field(setting), "there is no such setting of a channel");
    }
    if (ONLY_DECLARED.contains(setting)) {
      throw invalid(field(setting), "only the configuration may say it");
    }
  }

  private ChannelSettings tried(String name, Map<String, String> properties) {
    try {
      return channels.tried(name, properties);
    } catch (ConfigException e) {
      String prefix = StoredChannel.property(name, "");
      if (!(e.name() + ".").startsWith(prefix)) {
        throw e;
      }
      String setting =
          e.name().length() > prefix.length() ? e.name().substring(prefix.length()) : "";
      String why = e.getMessage().substring(e.name().length() + 2);
      throw invalid(setting.isEmpty() ? "settings" : field(setting), why);
    }
  }

  /** Looks before anything is stored; the connection is looked at once more when it is made. */
  private void requirePublic(String field, URI address) {
    if (channels.privateAllowed() || address == null) {
      return;
    }
    try {
      if (PublicAddresses.containAllOf(address.getHost())) {
        return;
      }
    } catch (UnknownHostException e) {
      throw invalid(field, "its host has no address");
    }
    throw invalid(
        field,
        "its host is not on the public internet, and gateway.egress.allow-private is not true");
  }

  private static URI tokenUrl(String text) {
    try {
      URI url = text == null ? null : new URI(text);
      if (url == null || url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw invalid("token_url", "it is no URL");
  }

  private String sealed(String name, Map<String, String> secrets) {
    if (secrets.isEmpty()) {
      return null;
    }
    SecretBox box = SecretBox.from(channels.declared());
    if (!box.usable()) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "Secrets of channels are stored encrypted, and "
              + SecretBox.PROPERTY
              + " is not configured: set it to 32 bytes in Base64.",
          field(secrets.keySet().iterator().next()));
    }
    return box.seal(name, secrets);
  }

  /**
   * @return how a setting is called in requests
   */
  private static String field(String setting) {
    return setting.replace('-', '_');
  }

  static ChatException.Final invalid(String field, String why) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid '%s': %s.".formatted(field, why), field);
  }
}
