package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.openai.OpenAiWire;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.routing.ChannelBook;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.StoredChannel;
import io.llmgateway.routing.health.ChannelHealth;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredChannelsTest {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final Map<String, String> declared = new HashMap<>();
  private final UpstreamClient client = new UpstreamClient();
  private final Shelf shelf = new Shelf();
  private final List<String> disabled = new ArrayList<>();
  private StoredChannels channels;
  private ChannelOperations operations;
  private ConfigView view;

  /** A book in memory. */
  private static final class Shelf extends ChannelBook {
    private final Map<String, StoredChannel> channels = new TreeMap<>();
    private final Set<String> off = new HashSet<>();

    @Override
    public StoredChannel create(String principal, StoredChannel channel) {
      return put(channel);
    }

    @Override
    public StoredChannel change(
        String principal, String name, UnaryOperator<StoredChannel> change) {
      return put(change.apply(channels.get(name)));
    }

    private StoredChannel put(StoredChannel said) {
      Instant now = Instant.EPOCH.plusSeconds(channels.size());
      StoredChannel kept =
          new StoredChannel(said.name(), said.settings(), said.secrets(), now, now);
      channels.put(said.name(), kept);
      return kept;
    }

    @Override
    public void remove(String principal, String name) {
      channels.remove(name);
    }

    @Override
    public void enable(String principal, String name, boolean enabled) {
      if (enabled) {
        off.remove(name);
      } else {
        off.add(name);
      }
    }

    @Override
    public List<StoredChannel> all() {
      return List.copyOf(channels.values());
    }

    @Override
    public Set<String> disabled() {
      return Set.copyOf(off);
    }
  }

  /** Remembers what is switched off. */
  private final class Switches extends ChannelHealth {
    @Override
    public synchronized void disable(Set<String> names) {
      disabled.clear();
      disabled.addAll(names);
    }
  }

  @BeforeEach
  void begin() {
    declared.put("gateway.secret-key", KEY);
    declared.put("gateway.channel.main.provider", "openai-compatible");
    declared.put("gateway.channel.main.base-url", "http://10.0.0.1/v1");
    declared.put("gateway.channel.main.models", "m");
    WireCheck wires =
        new WireCheck(
            new Providers(
                List.of(new OpenAiWire(client, new Authenticators(client, Clock.systemUTC())))),
            AttemptFixture.LAYER);
    channels = new StoredChannels(shelf, Catalog.load(), wires, new Switches(), client);
    operations = new ChannelOperations(shelf, channels, null);
    channels.start();
    channels.onChange(this::takeOver);
    takeOver();
  }

  @AfterEach
  void end() {
    client.close();
  }

  private void takeOver() {
    StoredChannels.Overlay overlay = channels.over(new ConfigView(declared));
    channels.take(overlay);
    view = overlay.view();
  }

  @Test
  void aStoredChannelIsReadLikeADeclaredOne() {
    ChannelView made = operations.create("ada", "made", settings());
    assertFalse(made.declared());
    assertEquals(List.of("x=y"), made.models());
    assertEquals(2, made.keys());
    assertEquals(Map.of("timeout.first-token", "PT3S"), made.settings());
    assertEquals("sk-one,sk-two", view.text("gateway.channel.made.api-key").orElseThrow());
    assertFalse(shelf.all().toString().contains("sk-one"));
    assertFalse(shelf.all().get(0).settings().containsKey("api-key"));
    assertFalse(shelf.all().get(0).secrets().contains("sk-one"));
    assertEquals(2, operations.list().size());
  }

  @Test
  void aChangeKeepsWhatItDoesNotName() {
    operations.create("ada", "made", settings());
    Map<String, String> change = new HashMap<>(Map.of("priority", "9"));
    change.put("timeout.first-token", null);
    ChannelView changed = operations.change("ada", "made", change);
    assertEquals(9, changed.priority());
    assertEquals(2, changed.keys());
    assertEquals(Map.of(), changed.settings());
    operations.remove("ada", "made");
    assertEquals(ErrorCode.NOT_FOUND, refused(() -> operations.get("made")).code());
    assertTrue(view.text("gateway.channel.made.api-key").isEmpty());
  }

  @Test
  void everythingThatMayBeSecretIsSealed() {
    Map<String, String> settings = new HashMap<>(settings());
    settings.put("secret-key", "s3cret");
    settings.put("session-token", "t0ken");
    settings.put("headers", "x-team=h3ader");
    operations.create("ada", "made", settings);
    Map<String, String> plain = shelf.all().get(0).settings();
    assertEquals(Set.of("provider", "base-url", "models", "timeout.first-token"), plain.keySet());
  }

  @Test
  void aSecretNeedsAKeyToBeSealedWith() {
    declared.remove("gateway.secret-key");
    takeOver();
    ChatException.Final refused = refused(() -> operations.create("ada", "made", settings()));
    assertEquals(ErrorCode.CONFLICT, refused.code());
    assertTrue(refused.getMessage().contains("gateway.secret-key"));
    assertEquals("api_key", refused.param());
    assertTrue(shelf.all().isEmpty());
  }

  @Test
  void whatCanNotBeOpenedIsLeftOutAndSaidWhy() {
    operations.create("ada", "made", settings());
    declared.put("gateway.secret-key", KEY.replace("AAEC", "BBEC"));
    takeOver();
    assertEquals(List.of("main"), names());
    ChannelView idle = operations.get("made");
    assertTrue(idle.problem().contains("gateway.secret-key"), idle::problem);
    assertEquals("m", operations.get("main").models().get(0));
    operations.change("ada", "made", Map.of("api-key", "sk-new"));
    assertNull(operations.get("made").problem());
  }

  @Test
  void aDeclaredChannelOfTheSameNameCounts() {
    operations.create("ada", "made", settings());
    declared.put("gateway.channel.made.provider", "openai-compatible");
    declared.put("gateway.channel.made.base-url", "http://10.0.0.2/v1");
    declared.put("gateway.channel.made.models", "z");
    takeOver();
    assertTrue(operations.get("made").declared());
    assertEquals(List.of("z"), operations.get("made").models());
  }

  @Test
  void whatARoomCanNotUseIsLeftOutToo() {
    operations.create("ada", "made", settings());
    assertFalse(channels.refuse(new ConfigException("gateway.channel.main.weight", "no")));
    assertTrue(channels.refuse(new ConfigException("gateway.channel.made.limit", "no")));
    assertFalse(channels.refuse(new ConfigException("gateway.channel.made.limit", "no")));
    takeOver();
    assertEquals(List.of("main"), names());
  }

  @Test
  void privateAddressesAreRefusedUnlessAllowed() {
    Map<String, String> inside = new HashMap<>(settings());
    inside.put("base-url", "http://192.168.0.7/v1");
    ChatException.Final refused = refused(() -> operations.create("ada", "made", inside));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals("base_url", refused.param());
    declared.put("gateway.egress.allow-private", "true");
    takeOver();
    operations.create("ada", "made", inside);
  }

  @Test
  void badSettingsAreNamedAsTheRequestNamesThem() {
    assertParam("provider", Map.of("provider", "nobody"));
    assertParam("weight", Map.of("weight", "-1"));
    assertParam("timeout.first_token", Map.of("timeout.first-token", "soon"));
    assertParam("breaker.error_rate", Map.of("breaker.error-rate", "7"));
    assertParam("credentials_file", Map.of("credentials-file", "/etc/passwd"));
    assertParam("token_url", Map.of("token-url", "http://169.254.169.254/token"));
    assertParam("colour", Map.of("colour", "red"));
    assertParam("base_url", Map.of("base-url", "http://\nx"));
  }

  @Test
  void aDeclaredChannelIsOnlySwitched() {
    assertEquals(
        ErrorCode.CONFLICT,
        refused(() -> operations.change("ada", "main", Map.of("weight", "3"))).code());
    assertEquals(ErrorCode.CONFLICT, refused(() -> operations.remove("ada", "main")).code());
    assertFalse(operations.enable("ada", "main", false).enabled());
    assertEquals(List.of("main"), disabled);
    assertTrue(operations.enable("ada", "main", true).enabled());
    assertEquals(List.of(), disabled);
  }

  private void assertParam(String param, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(settings());
    settings.putAll(more);
    ChatException.Final refused = refused(() -> operations.create("ada", "made", settings));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals(param, refused.param());
  }

  private static ChatException.Final refused(Runnable work) {
    return assertThrows(ChatException.Final.class, work::run);
  }

  private List<String> names() {
    return channels.inForce().stream().map(ChannelSettings::name).toList();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "provider", "openai-compatible",
        "base-url", "http://8.8.8.8/v1",
        "api-key", "sk-one,sk-two",
        "models", "x=y",
        "timeout.first-token", "PT3S");
  }
}
