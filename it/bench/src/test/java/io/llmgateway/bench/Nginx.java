package io.llmgateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** nginx as a plain reverse proxy: the yardstick, because it does nothing but pass bytes on. */
final class Nginx {
  private static final String CONFIG =
      """
      worker_processes 1;
      daemon off;
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      events { worker_connections 8192; }
      http {
        access_log off;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        client_body_buffer_size 64k;
        keepalive_requests 100000000;
        upstream provider {
          server 127.0.0.1:%2$d;
          keepalive 2000;
          keepalive_requests 100000000;
        }
        server {
          listen 127.0.0.1:%3$d backlog=4096;
          location / {
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
          }
        }
      }
      """;

  private Nginx() {}

  /** Starts it if it is installed. */
  static Optional<Target> start(int upstreamPort) throws IOException {
    Optional<Path> binary =
        Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (binary.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Files.createTempDirectory("bench-nginx");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, CONFIG.formatted(folder, upstreamPort, port));
    Process process =
        new ProcessBuilder(binary.get().toString(), "-e", folder + "/error.log", "-c", config + "")
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return Optional.of(new Target("nginx", port, new ProcessStat(process.pid()), false, false));
  }
}
