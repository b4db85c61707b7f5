/**
 * Images for models that take no addresses: {@link io.llmgateway.model.image.ImageInliner} puts the
 * image itself in their place.
 *
 * <p>Depends on {@code chat} and {@code jakarta.json}; how an image is fetched safely is for the
 * {@link io.llmgateway.model.image.ImageSource}.
 */
package io.llmgateway.model.image;
