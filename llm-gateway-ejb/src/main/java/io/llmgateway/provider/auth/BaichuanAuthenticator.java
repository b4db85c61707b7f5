package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Map;

/** Baichuan's first models: a bearer, and an MD5 over secret, body and time. Obsolete. */
final class BaichuanAuthenticator implements Authenticator {
  private final Clock clock;

  BaichuanAuthenticator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, ':') != null;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    KeyPair pair = KeyPair.of(endpoint, ':');
    String time = Long.toString(clock.instant().getEpochSecond());
    return request.withHeaders(
        Map.of(
            "Authorization",
            "Bearer " + pair.id(),
            "X-BC-Timestamp",
            time,
            "X-BC-Sign-Algo",
            "MD5",
            "X-BC-Signature",
            signature(pair.secret(), request.body(), time)));
  }

  static String signature(String secret, byte[] body, String time) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(body.length + 64);
    all.writeBytes(Digests.bytes(secret));
    all.writeBytes(body);
    all.writeBytes(Digests.bytes(time));
    return Digests.hex(Digests.digest("MD5", all.toByteArray()));
  }
}
