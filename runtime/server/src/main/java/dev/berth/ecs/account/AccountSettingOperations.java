package dev.berth.ecs.account;

import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.Setting;

/**
 * PutAccountSetting, PutAccountSettingDefault, ListAccountSettings, DeleteAccountSetting. Each
 * setting has the one value that describes how this server works. A call that sets this value is
 * accepted, and any other value is refused.
 */
public final class AccountSettingOperations {
    private static final int MOST_RESULTS = 10;

    private static final TreeMap<String, String> EFFECTIVE =
            new TreeMap<>(
                    Map.of(
                            "serviceLongArnFormat", "enabled",
                            "taskLongArnFormat", "enabled",
                            "containerInstanceLongArnFormat", "enabled",
                            "awsvpcTrunking", "disabled",
                            "containerInsights", "disabled",
                            "fargateFIPSMode", "disabled",
                            "tagResourceAuthorization", "off",
                            "guardDutyActivate", "off",
                            "defaultLogDriverMode", "blocking"));

    private final ControlPlaneCalls calls;

    public AccountSettingOperations(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "PutAccountSetting",
                        PutAccountSettingRequest::builder,
                        Members.built("name*", "value*", "principalArn"),
                        this::put),
                new Operation<>(
                        "PutAccountSettingDefault",
                        PutAccountSettingDefaultRequest::builder,
                        Members.built("name*", "value*"),
                        this::putDefault),
                new Operation<>(
                        "ListAccountSettings",
                        ListAccountSettingsRequest::builder,
                        Members.built(
                                "name",
                                "value",
                                "principalArn",
                                "effectiveSettings",
                                "nextToken",
                                "maxResults"),
                        this::list),
                new Operation<>(
                        "DeleteAccountSetting",
                        DeleteAccountSettingRequest::builder,
                        Members.built("name*", "principalArn"),
                        this::delete));
    }

    private PutAccountSettingResponse put(PutAccountSettingRequest request, Call call) {
        check(request.nameAsString(), request.value());
        return PutAccountSettingResponse.builder()
                .setting(setting(request.nameAsString(), principal(request.principalArn(), call)))
                .build();
    }

    private PutAccountSettingDefaultResponse putDefault(
            PutAccountSettingDefaultRequest request, Call call) {
        check(request.nameAsString(), request.value());
        return PutAccountSettingDefaultResponse.builder()
                .setting(setting(request.nameAsString(), principal(null, call)))
                .build();
    }

    private DeleteAccountSettingResponse delete(DeleteAccountSettingRequest request, Call call) {
        known(request.nameAsString());
        return DeleteAccountSettingResponse.builder()
                .setting(setting(request.nameAsString(), principal(request.principalArn(), call)))
                .build();
    }

    /** Without effectiveSettings the list is empty: no setting differs from its default. */
    private ListAccountSettingsResponse list(ListAccountSettingsRequest request, Call call) {
        var name = Requests.orElse(request.nameAsString(), "");
        var value = Requests.orElse(request.value(), "");
        if (!name.isEmpty()) {
            known(name);
        }
        Requests.refuseUnless(
                value.isEmpty() || !name.isEmpty(), "value needs a name: name the setting too.");
        int size = Requests.orElse(request.maxResults(), MOST_RESULTS);
        Requests.refuseUnless(
                size >= 1 && size <= MOST_RESULTS, "maxResults must be between 1 and 10.");
        var shown =
                EFFECTIVE.keySet().stream()
                        .filter(_ -> Boolean.TRUE.equals(request.effectiveSettings()))
                        .filter(each -> name.isEmpty() || each.equals(name))
                        .filter(each -> value.isEmpty() || EFFECTIVE.get(each).equals(value))
                        .toList();
        var page =
                Page.of(
                        calls.pageTokens(),
                        shown,
                        "ListAccountSettings " + name + " " + value,
                        size,
                        request.nextToken());
        var principal = principal(request.principalArn(), call);
        return ListAccountSettingsResponse.builder()
                .settings(page.entries().stream().map(each -> setting(each, principal)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static void known(String name) {
        Requests.oneOf("name", name, EFFECTIVE.keySet().toArray(String[]::new));
    }

    private static void check(String name, String value) {
        known(name);
        if (!EFFECTIVE.get(name).equals(value)) {
            throw ApiException.invalidParameter(
                    "The account setting %s can only be %s on this server."
                            .formatted(name, EFFECTIVE.get(name)));
        }
    }

    private String principal(String given, Call call) {
        return given == null || given.isEmpty()
                ? calls.arns().principal(call.accessKeyId())
                : given;
    }

    private static Setting setting(String name, String principal) {
        return Setting.builder()
                .name(name)
                .value(EFFECTIVE.get(name))
                .principalArn(principal)
                .type("user")
                .build();
    }
}
