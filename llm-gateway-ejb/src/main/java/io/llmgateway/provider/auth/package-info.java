/**
 * Credentials: how a finished request shows who sends it. One small class for each scheme, each
 * checked against vectors (src/test/resources/signing); {@code Authenticators} knows them by name.
 *
 * <p>A wire builds a request and hands it to its {@link io.llmgateway.provider.auth.Authenticator};
 * it never reads a credential itself. Tokens that have to be fetched live in {@link
 * io.llmgateway.provider.auth.TokenCache}. Read next: {@code docs/decisions/0030}.
 */
package io.llmgateway.provider.auth;
