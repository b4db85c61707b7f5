package io.llmgateway.it.inside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The EAR with a WAR more, which holds the probe and answers below {@code /probe}. */
final class ProbedEar {
  private static final String DESCRIPTOR = "META-INF/application.xml";
  private static final String MODULE =
      "<module><web><web-uri>probe.war</web-uri><context-root>/probe</context-root></web></module>";

  private ProbedEar() {}

  static Path of(Path ear, Path result) throws IOException {
    try (InputStream file = Files.newInputStream(ear);
        ZipInputStream in = new ZipInputStream(file);
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(result))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        put(
            out,
            entry.getName(),
            entry.getName().equals(DESCRIPTOR) ? described(content) : content);
      }
      put(out, "probe.war", war());
    }
    return result;
  }

  private static byte[] described(byte[] descriptor) {
    String text = new String(descriptor, StandardCharsets.UTF_8);
    int place = text.indexOf("<module>");
    return (text.substring(0, place) + MODULE + text.substring(place))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] war() throws IOException {
    ByteArrayOutputStream war = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(war)) {
      for (Class<?> servlet : List.of(ProbeServlet.class, LedgerProbe.class)) {
        String name = servlet.getName().replace('.', '/') + ".class";
        try (InputStream code = ProbedEar.class.getResourceAsStream("/" + name)) {
          put(out, "WEB-INF/classes/" + name, code.readAllBytes());
        }
      }
      put(out, "WEB-INF/beans.xml", new byte[0]);
    }
    return war.toByteArray();
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
