package io.llmgateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
  private static final Map<String, String> SECRETS = Map.of("api-key", "sk-very-secret");

  @Test
  void onlyTheSameKeyAndTheSameChannelOpen() throws Exception {
    String sealed = box(key(1)).seal("main", SECRETS);
    assertFalse(sealed.contains("secret"));
    assertEquals(SECRETS, box(key(1)).open("main", sealed));
    assertThrows(SecretBox.Unreadable.class, () -> box(key(2)).open("main", sealed));
    assertThrows(SecretBox.Unreadable.class, () -> box("").open("main", sealed));
    assertThrows(SecretBox.Unreadable.class, () -> box(key(1)).open("other", sealed));
  }

  @Test
  void anOldKeyStillOpensAndTheFirstSeals() throws Exception {
    String old = box(key(1)).seal("main", SECRETS);
    SecretBox both = box(key(2) + "," + key(1));
    assertEquals(SECRETS, both.open("main", old));
    String fresh = both.seal("main", SECRETS);
    assertEquals(SECRETS, box(key(2)).open("main", fresh));
    assertNotEquals(fresh, both.seal("main", SECRETS), "a nonce is used once");
  }

  @Test
  void whatWasTamperedWithDoesNotOpen() {
    byte[] sealed = Base64.getDecoder().decode(box(key(1)).seal("main", SECRETS).substring(2));
    for (int i = 0; i < sealed.length; i++) {
      byte[] other = Arrays.copyOf(sealed, sealed.length);
      other[i] ^= 1;
      String text = "1:" + Base64.getEncoder().encodeToString(other);
      assertThrows(SecretBox.Unreadable.class, () -> box(key(1)).open("main", text));
    }
    assertThrows(SecretBox.Unreadable.class, () -> box(key(1)).open("main", "1:AAAA"));
    assertThrows(SecretBox.Unreadable.class, () -> box(key(1)).open("main", "2:????"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "AAAA", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ=="})
  void aKeyThatIsNoneIsRefusedWithoutBeingSaid(String key) {
    ConfigException refused = assertThrows(ConfigException.class, () -> box(key));
    assertFalse(refused.getMessage().contains(key));
    assertTrue(refused.getMessage().contains("32 bytes"));
  }

  private static String key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  private static SecretBox box(String keys) {
    return SecretBox.from(new ConfigView(Map.of(SecretBox.PROPERTY, keys)));
  }
}
