package dev.berth.protocol.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS JSON 1.0 and 1.1: {@code X-Amz-Target} is the service's name, a dot and the operation. The
 * two versions differ in their content type only, and an answer has the version of its request.
 */
public record AwsJsonProtocol(String contentType) implements WireProtocol {
    private static final String V1_0 = "application/x-amz-json-1.0";
    private static final String V1_1 = "application/x-amz-json-1.1";

    static AwsJsonProtocol of(SignableRequest request) {
        var isV1_0 = request.header("content-type").orElse("").startsWith(V1_0);
        return new AwsJsonProtocol(isV1_0 ? V1_0 : V1_1);
    }

    @Override
    public CalledOperation called(SignableRequest request) {
        var target = request.header("x-amz-target").orElse("");
        var dot = target.lastIndexOf('.');
        return dot < 0
                ? CalledOperation.NONE
                : new CalledOperation(target.substring(0, dot), target.substring(dot + 1));
    }

    @Override
    public ObjectNode read(SignableRequest request) throws MalformedDocumentException {
        return AwsJson.parse(RequestBody.of(request));
    }

    @Override
    public <B extends SdkPojo> B decode(ObjectNode document, B builder)
            throws MalformedDocumentException {
        return AwsJson.decode(document, builder);
    }

    @Override
    public EncodedResponse success(SdkPojo response, ResponseContext context) {
        return new EncodedResponse(
                200, contentType, Headers.success(context), AwsJson.write(response));
    }

    @Override
    public EncodedResponse error(WireError error, ResponseContext context) {
        return new EncodedResponse(
                error.status(),
                contentType,
                Headers.error(error, context),
                AwsJson.write(error.document()));
    }
}
