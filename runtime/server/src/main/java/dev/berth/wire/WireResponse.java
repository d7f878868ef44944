package dev.berth.wire;

/**
 * The answer to an AWS call.
 *
 * @param errorType the error's code for the header {@code x-amzn-ErrorType}; null on success
 */
public record WireResponse(int status, String contentType, String errorType, byte[] body) {}
