package dev.berth.protocol.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A protocol in which AWS services are called: AWS JSON 1.0 and 1.1, AWS query, and Smithy RPC v2
 * CBOR. A handler gets the request as a model object and answers with one, and knows no protocol.
 *
 * <p>The life of a call:
 *
 * <pre>{@code
 * var protocol = WireProtocol.of(http);
 * var called = protocol.called(http);              // picks the service and the operation
 * var context = ResponseContext.of(http, called, requestId).withNamespace(service.namespace());
 * // verify the signature; if it is refused: protocol.error(WireError.of(refused), context)
 * var document = protocol.read(http);              // MalformedDocumentException: WireError.of(it)
 * var request = protocol.decode(document, RunTaskRequest.builder()).build();
 * return protocol.success(response, context);      // or protocol.error(WireError.of(…), context)
 * }</pre>
 *
 * <p>Implementations keep nothing; any thread may call.
 */
public sealed interface WireProtocol permits AwsJsonProtocol, AwsQueryProtocol, RpcV2CborProtocol {

    /**
     * The protocol of a request, by its headers: {@code smithy-protocol: rpc-v2-cbor}, {@code
     * X-Amz-Target}, or a form. What names none is taken as AWS JSON, where {@link #called} then
     * finds no operation.
     */
    static WireProtocol of(SignableRequest request) {
        if (RpcV2CborProtocol.isIn(request)) {
            return new RpcV2CborProtocol();
        }
        return request.header("x-amz-target").isEmpty() && AwsQueryProtocol.isIn(request)
                ? new AwsQueryProtocol()
                : AwsJsonProtocol.of(request);
    }

    /**
     * What the request calls. Never fails: where the request does not say, the names are empty. No
     * member is looked at, so this may be asked before the signature is verified.
     */
    CalledOperation called(SignableRequest request);

    /**
     * All members of the request as they are on the wire, those outside the public model too.
     *
     * @throws MalformedDocumentException the body cannot be read, or is too deep or too large
     */
    ObjectNode read(SignableRequest request) throws MalformedDocumentException;

    /**
     * Fills a builder from what {@link #read} gave. Members outside the model are ignored.
     *
     * @param builder such as {@code RunTaskRequest.builder()}
     * @return the same builder
     * @throws MalformedDocumentException a member has another type than the model's
     */
    <B extends SdkPojo> B decode(ObjectNode document, B builder) throws MalformedDocumentException;

    EncodedResponse success(SdkPojo response, ResponseContext context);

    EncodedResponse error(WireError error, ResponseContext context);
}
