package io.llmgateway;

import io.llmgateway.config.ConfigView;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What people know this node by, {@code gateway.node.name}: the host's name by default. */
final class NodeName {
  private static final String NAME = "gateway.node.name";

  private NodeName() {}

  static String of(ConfigView config) {
    return config.text(NAME).orElseGet(NodeName::host);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
