package io.llmgateway;

import io.llmgateway.config.ConfigView;

/**
 * Shows a generated key, once, on the console; it is kept nowhere. The call to try it is one line:
 * Maven puts a word before each line that the server prints.
 */
final class KeyAnnouncement {
  private final String address;

  KeyAnnouncement(ConfigView config) {
    address = config.text("gateway.public-url").orElse("http://localhost:9080");
  }

  void announce(String name, String secret) {
    System.out.print(text(name, secret));
  }

  String text(String name, String secret) {
    return """

        ------------------------------------------------------------------------------
        The API key '%s' has been made. This is the only time that it is shown:

          %s

        Try it:

        curl %s/v1/chat/completions -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \
        -d '{"model": "demo-chat", "messages": [{"role": "user", "content": "Hello"}]}'
        ------------------------------------------------------------------------------

        """
        .formatted(name, secret, address, secret);
  }
}
