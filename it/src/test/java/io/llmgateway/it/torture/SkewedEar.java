package io.llmgateway.it.torture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The EAR with one library more, which sets the gateway's clock wrong. */
final class SkewedEar {
  private SkewedEar() {}

  static Path of(Path ear, Path result) throws IOException {
    try (InputStream file = Files.newInputStream(ear);
        ZipInputStream in = new ZipInputStream(file);
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(result))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        put(out, entry.getName(), in.readAllBytes());
      }
      put(out, "lib/skewed-clock.jar", library());
    }
    return result;
  }

  private static byte[] library() throws IOException {
    String name = SkewedClock.class.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(jar);
        InputStream type = SkewedEar.class.getResourceAsStream("/" + name)) {
      put(out, name, type.readAllBytes());
      put(out, "META-INF/beans.xml", new byte[0]);
    }
    return jar.toByteArray();
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
