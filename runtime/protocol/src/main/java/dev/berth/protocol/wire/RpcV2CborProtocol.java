package dev.berth.protocol.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.cbor.AwsCbor;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Smithy RPC v2 CBOR: the path is {@code /service/<service>/operation/<operation>}, and requests
 * and answers carry {@code smithy-protocol: rpc-v2-cbor}.
 */
public record RpcV2CborProtocol() implements WireProtocol {
    private static final String CONTENT_TYPE = "application/cbor";
    private static final String HEADER = "smithy-protocol";
    private static final String NAME = "rpc-v2-cbor";
    private static final Pattern PATH =
            Pattern.compile("/service/([A-Za-z0-9_.]+)/operation/([A-Za-z0-9_]+)");

    static boolean isIn(SignableRequest request) {
        return request.header(HEADER).filter(NAME::equals).isPresent();
    }

    @Override
    public CalledOperation called(SignableRequest request) {
        var path = PATH.matcher(request.rawPath());
        return path.matches()
                ? new CalledOperation(path.group(1), path.group(2))
                : CalledOperation.NONE;
    }

    @Override
    public ObjectNode read(SignableRequest request) throws MalformedDocumentException {
        return AwsCbor.parse(RequestBody.of(request));
    }

    @Override
    public <B extends SdkPojo> B decode(ObjectNode document, B builder)
            throws MalformedDocumentException {
        return AwsCbor.decode(document, builder);
    }

    @Override
    public EncodedResponse success(SdkPojo response, ResponseContext context) {
        return new EncodedResponse(
                200, CONTENT_TYPE, marked(Headers.success(context)), AwsCbor.write(response));
    }

    @Override
    public EncodedResponse error(WireError error, ResponseContext context) {
        return new EncodedResponse(
                error.status(),
                CONTENT_TYPE,
                marked(Headers.error(error, context)),
                AwsCbor.write(error.document()));
    }

    private static Map<String, String> marked(Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put(HEADER, NAME);
        return all;
    }
}
