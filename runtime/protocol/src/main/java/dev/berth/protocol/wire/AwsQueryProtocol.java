package dev.berth.protocol.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.query.QueryForm;
import dev.berth.protocol.query.QueryXml;
import dev.berth.protocol.sigv4.SignableRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS query: forms in and XML out. The form is the body of a POST or the query of a GET; {@code
 * Version} names the service, {@code Action} the operation.
 */
public record AwsQueryProtocol() implements WireProtocol {
    private static final String CONTENT_TYPE = "text/xml";
    private static final String FORM = "application/x-www-form-urlencoded";

    static boolean isIn(SignableRequest request) {
        var type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith(FORM) || ("&" + request.rawQuery()).contains("&Action=");
    }

    @Override
    public CalledOperation called(SignableRequest request) {
        try {
            var form = parse(request, RequestBody.beginning(request, '&'));
            return new CalledOperation(form.version(), form.action());
        } catch (MalformedDocumentException _) {
            return CalledOperation.NONE;
        }
    }

    private static QueryForm parse(SignableRequest request, byte[] body)
            throws MalformedDocumentException {
        var text = new String(body, StandardCharsets.UTF_8);
        return QueryForm.parse(request.rawQuery() + "&" + text);
    }

    @Override
    public ObjectNode read(SignableRequest request) throws MalformedDocumentException {
        return parse(request, RequestBody.of(request)).parameters();
    }

    @Override
    public <B extends SdkPojo> B decode(ObjectNode document, B builder)
            throws MalformedDocumentException {
        return QueryForm.decode(document, builder);
    }

    @Override
    public EncodedResponse success(SdkPojo response, ResponseContext context) {
        var body =
                QueryXml.response(
                        context.namespace(), context.operation(), response, context.requestId());
        return new EncodedResponse(200, CONTENT_TYPE, Headers.success(context), body);
    }

    @Override
    public EncodedResponse error(WireError error, ResponseContext context) {
        var status = error.inQuery().status();
        var body =
                QueryXml.error(
                        context.namespace(),
                        status < 500,
                        error.inQuery().code(),
                        error.message(),
                        error.members(),
                        context.requestId());
        return new EncodedResponse(status, CONTENT_TYPE, Headers.error(error, context), body);
    }
}
