package dev.berth.api;

import dev.berth.protocol.query.AwsQuery;
import dev.berth.protocol.query.AwsQueryXml;
import dev.berth.protocol.sigv4.Verification.Refused;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * STS, as far as clients ask who they are: the AWS query protocol, forms in and XML out. There are
 * no users here: who signs with a key is the user of that name.
 */
public final class StsService implements Api.Service {
    private static final String NAMESPACE = AwsQueryXml.STS_NAMESPACE;

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
        var body = AwsQueryXml.response(NAMESPACE, action, identity, request.requestId());
        return new WireResponse(200, AwsQueryXml.CONTENT_TYPE, null, body);
    }

    private static String actionIn(WireRequest request) {
        try {
            return AwsQuery.parse(new String(request.http().body(), StandardCharsets.UTF_8))
                    .action();
        } catch (AwsQuery.MalformedException reason) {
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
        var body = AwsQueryXml.error(NAMESPACE, status < 500, code, message, request.requestId());
        return new WireResponse(status, AwsQueryXml.CONTENT_TYPE, code, body);
    }
}
