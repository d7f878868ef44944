package dev.berth.sts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.ecs.Arns;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.query.QueryForm;
import dev.berth.protocol.query.QueryXml;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.wire.AnsweredCall;
import dev.berth.wire.ApiException;
import dev.berth.wire.WireApi;
import dev.berth.wire.WireRequest;
import dev.berth.wire.WireResponse;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * STS, as far as clients ask who they are: the AWS query protocol, forms in and XML out. There are
 * no users here: who signs with a key is the user of that name.
 */
public final class StsService implements WireApi.Service {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String CONTENT_TYPE = "text/xml";

    private static final String IDENTITY = "GetCallerIdentity";

    private final Arns arns;

    public StsService(Arns arns) {
        this.arns = arns;
    }

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public String operation(WireRequest request) {
        try {
            return actionIn(request).equals(IDENTITY) ? IDENTITY : AnsweredCall.UNKNOWN;
        } catch (ApiException _) {
            return AnsweredCall.UNKNOWN;
        }
    }

    @Override
    public WireResponse answer(WireRequest request, String accessKeyId) {
        var action = actionIn(request);
        if (!action.equals(IDENTITY)) {
            throw ApiException.of(
                    "InvalidAction",
                    "This server does not support the action; of STS it has GetCallerIdentity.");
        }
        var identity =
                GetCallerIdentityResponse.builder()
                        .account(arns.accountId())
                        .userId(accessKeyId)
                        .arn(arns.principal(accessKeyId))
                        .build();
        var body = QueryXml.response(NAMESPACE, action, identity, request.requestId());
        return new WireResponse(200, CONTENT_TYPE, null, body);
    }

    private static String actionIn(WireRequest request) {
        try {
            var form = QueryForm.parse(new String(request.http().body(), StandardCharsets.UTF_8));
            if (form.action().isEmpty()) {
                throw ApiException.of(
                        "MalformedQueryString",
                        "The parameter Action, which names the operation, is missing.");
            }
            return form.action();
        } catch (MalformedDocumentException reason) {
            throw ApiException.of("MalformedQueryString", reason.getMessage());
        }
    }

    @Override
    public WireResponse refuse(WireRequest request, Refused refused) {
        return error(request, refused.queryHttpStatus(), refused.queryCode(), refused.message());
    }

    @Override
    public WireResponse fail(WireRequest request, ApiException failure) {
        return error(request, failure.status(), failure.code(), failure.getMessage());
    }

    private static WireResponse error(
            WireRequest request, int status, String code, String message) {
        var body =
                QueryXml.error(
                        NAMESPACE,
                        status < 500,
                        code,
                        message,
                        JsonNodeFactory.instance.objectNode(),
                        request.requestId());
        return new WireResponse(status, CONTENT_TYPE, code, body);
    }
}
