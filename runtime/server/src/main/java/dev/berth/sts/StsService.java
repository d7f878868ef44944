package dev.berth.sts;

import dev.berth.ecs.Arns;
import dev.berth.wire.AwsService;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The operation GetCallerIdentity of AWS STS. There are no users: the caller is the user with the
 * name of the access key.
 */
public final class StsService {
    private static final AwsService.Names NAMES =
            AwsService.Names.query("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/");

    private StsService() {}

    public static AwsService over(Arns arns) {
        return AwsService.of(
                "AWS STS", "sts", NAMES, List.<Operation<?, ?>>of(identity(arns)), Set.of());
    }

    private static Operation<?, ?> identity(Arns arns) {
        return new Operation<>(
                "GetCallerIdentity",
                GetCallerIdentityRequest::builder,
                Members.supported(),
                (_, call) ->
                        GetCallerIdentityResponse.builder()
                                .account(arns.accountId())
                                .userId(call.accessKeyId())
                                .arn(arns.principal(call.accessKeyId()))
                                .build());
    }
}
