package io.llmgateway.it.vendor;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What vendors do to check who calls, each written again from the vendor's description. */
final class Signatures {
  private static final Pattern SCHEME =
      Pattern.compile("\\S+ Credential=(\\S+), ?SignedHeaders=(\\S+), ?Signature=([0-9a-f]{64})");

  private Signatures() {}

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String canonical(Exchange request, String path, String signed) {
    StringBuilder headers = new StringBuilder();
    for (String name : signed.split(";")) {
      // Tencent signs the action in small letters
      String value = request.header(name).trim();
      headers.append(name).append(':');
      headers.append(name.equals("x-tc-action") ? value.toLowerCase(Locale.ROOT) : value);
      headers.append('\n');
    }
    return String.join(
        "\n", request.method(), path, "", headers.toString(), signed, sha256(request.body()));
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
  static boolean sigV4(Exchange request, String region, String service, String key) {
    Matcher scheme = SCHEME.matcher(String.valueOf(request.header("authorization")));
    String time = request.header("x-amz-date");
    if (!scheme.matches() || time == null) {
      return false;
    }
    String[] pair = key.split(":");
    String date = time.substring(0, 8);
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    // the path as sent, encoded once more
    String path = URLEncoder.encode(request.path(), StandardCharsets.UTF_8).replace("%2F", "/");
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            time,
            scope,
            sha256(canonical(request, path, scheme.group(2))));
    byte[] signing = hmac(bytes("AWS4" + pair[1]), date);
    for (String part : new String[] {region, service, "aws4_request"}) {
      signing = hmac(signing, part);
    }
    return scheme.group(1).equals(pair[0] + "/" + scope)
        && scheme.group(3).equals(HexFormat.of().formatHex(hmac(signing, toSign)));
  }

  /** https://cloud.tencent.com/document/api/1729/101842 */
  static boolean tc3(Exchange request, String key) {
    Matcher scheme = SCHEME.matcher(String.valueOf(request.header("authorization")));
    String time = request.header("x-tc-timestamp");
    if (!scheme.matches() || time == null) {
      return false;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(time));
    if (Math.abs(at.getEpochSecond() - Instant.now().getEpochSecond()) > 300) {
      return false;
    }
    String[] pair = key.split(":");
    String date = at.atZone(ZoneOffset.UTC).toLocalDate().toString();
    String scope = date + "/hunyuan/tc3_request";
    String toSign =
        String.join(
            "\n",
            "TC3-HMAC-SHA256",
            time,
            scope,
            sha256(canonical(request, request.path(), scheme.group(2))));
    byte[] signing = hmac(hmac(hmac(bytes("TC3" + pair[1]), date), "hunyuan"), "tc3_request");
    return scheme.group(1).equals(pair[0] + "/" + scope)
        && scheme.group(3).equals(HexFormat.of().formatHex(hmac(signing, toSign)));
  }

  /**
   * @return the claims of a JWT (HS256) whose signature is right, or an absent value
   */
  static Doc jwt(String authorization, String secret) {
    String[] parts = String.valueOf(authorization).replace("Bearer ", "").split("\\.");
    if (parts.length != 3) {
      return new Doc(null);
    }
    byte[] wanted = hmac(bytes(secret), parts[0] + "." + parts[1]);
    boolean right = Base64.getUrlEncoder().withoutPadding().encodeToString(wanted).equals(parts[2]);
    return right
        ? Doc.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
        : new Doc(null);
  }

  /** https://www.xfyun.cn/doc/spark/general_url_authentication.html */
  static boolean spark(Exchange request, String key) {
    int question = request.path().indexOf('?');
    if (question < 0) {
      return false;
    }
    Map<String, String> query = new TreeMap<>();
    for (String pair : request.path().substring(question + 1).split("&")) {
      String[] two = pair.split("=", 2);
      query.put(two[0], URLDecoder.decode(two[1], StandardCharsets.UTF_8));
    }
    String date = query.get("date");
    Instant at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    if (Math.abs(at.getEpochSecond() - Instant.now().getEpochSecond()) > 300) {
      return false;
    }
    String[] pair = key.split(":");
    String toSign =
        "host: "
            + query.get("host")
            + "\ndate: "
            + date
            + "\nGET "
            + request.path().substring(0, question)
            + " HTTP/1.1";
    String signature = Base64.getEncoder().encodeToString(hmac(bytes(pair[1]), toSign));
    String authorization =
        new String(Base64.getDecoder().decode(query.get("authorization")), StandardCharsets.UTF_8);
    return authorization.contains("api_key=\"" + pair[0] + "\"")
        && authorization.contains("signature=\"" + signature + "\"");
  }
}
