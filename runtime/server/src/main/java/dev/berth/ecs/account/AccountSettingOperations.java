package dev.berth.ecs.account;

import dev.berth.actors.entity.AccountSettingsAggregate;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.accountsetting.AccountSettingsCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.List;
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
 * PutAccountSetting, PutAccountSettingDefault, ListAccountSettings, DeleteAccountSetting. A setting
 * of a principal takes precedence over the default of the account, which takes precedence over the
 * default of ECS. A value without an effect on this server is refused.
 */
public final class AccountSettingOperations {
    private static final int MOST_RESULTS = 10;

    private final ControlPlaneCalls calls;

    public AccountSettingOperations(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "PutAccountSetting",
                        PutAccountSettingRequest::builder,
                        Members.supported("name*", "value*", "principalArn"),
                        this::put),
                new Operation<>(
                        "PutAccountSettingDefault",
                        PutAccountSettingDefaultRequest::builder,
                        Members.supported("name*", "value*"),
                        this::putDefault),
                new Operation<>(
                        "ListAccountSettings",
                        ListAccountSettingsRequest::builder,
                        Members.supported(
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
                        Members.supported("name*", "principalArn"),
                        this::delete));
    }

    private PutAccountSettingResponse put(PutAccountSettingRequest request, Call call) {
        var principal = principal(request.principalArn(), call);
        return PutAccountSettingResponse.builder()
                .setting(
                        put(
                                EffectiveSettings.holder(calls, principal),
                                request.nameAsString(),
                                request.value(),
                                principal))
                .build();
    }

    private PutAccountSettingDefaultResponse putDefault(
            PutAccountSettingDefaultRequest request, Call call) {
        return PutAccountSettingDefaultResponse.builder()
                .setting(
                        put(
                                AccountSettingsAggregate.DEFAULT,
                                request.nameAsString(),
                                request.value(),
                                calls.arns().root()))
                .build();
    }

    private Setting put(String holder, String name, String value, String principal) {
        known(name);
        Requests.refuseUnless(
                EffectiveSettings.VALUES.get(name).contains(value),
                "The account setting %s can only be %s on this server."
                        .formatted(name, String.join(" or ", EffectiveSettings.VALUES.get(name))));
        calls.ask(
                AggregateKind.ACCOUNT_SETTINGS.at(holder),
                new AccountSettingsCommand.Put(name, value));
        return setting(name, value, principal);
    }

    /** Returns the values that apply now. */
    private DeleteAccountSettingResponse delete(DeleteAccountSettingRequest request, Call call) {
        var name = request.nameAsString();
        known(name);
        var principal = principal(request.principalArn(), call);
        calls.ask(
                AggregateKind.ACCOUNT_SETTINGS.at(EffectiveSettings.holder(calls, principal)),
                new AccountSettingsCommand.Delete(name));
        return DeleteAccountSettingResponse.builder()
                .setting(setting(name, EffectiveSettings.of(calls, principal).get(name), principal))
                .build();
    }

    /** Without effectiveSettings, only the settings of the principal. */
    private ListAccountSettingsResponse list(ListAccountSettingsRequest request, Call call) {
        var name = Requests.orElse(request.nameAsString(), "");
        var value = Requests.orElse(request.value(), "");
        if (!name.isEmpty()) {
            known(name);
        }
        Requests.refuseUnless(
                value.isEmpty() || !name.isEmpty(),
                "value requires name. Specify the name of the setting.");
        int size = Requests.orElse(request.maxResults(), MOST_RESULTS);
        Requests.refuseUnless(
                size >= 1 && size <= MOST_RESULTS, "maxResults must be between 1 and 10.");
        var principal = principal(request.principalArn(), call);
        var settings =
                Boolean.TRUE.equals(request.effectiveSettings())
                        ? EffectiveSettings.of(calls, principal)
                        : new TreeMap<>(
                                EffectiveSettings.put(
                                        calls, EffectiveSettings.holder(calls, principal)));
        var shown =
                settings.keySet().stream()
                        .filter(each -> name.isEmpty() || each.equals(name))
                        .filter(each -> value.isEmpty() || settings.get(each).equals(value))
                        .toList();
        var page =
                Page.of(
                        calls.pageTokens(),
                        shown,
                        "ListAccountSettings " + principal + " " + name + " " + value,
                        size,
                        request.nextToken());
        return ListAccountSettingsResponse.builder()
                .settings(
                        page.entries().stream()
                                .map(each -> setting(each, settings.get(each), principal))
                                .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static void known(String name) {
        Requests.oneOf("name", name, EffectiveSettings.VALUES.keySet().toArray(String[]::new));
    }

    private String principal(String given, Call call) {
        return given == null || given.isEmpty()
                ? calls.arns().principal(call.accessKeyId())
                : given;
    }

    private static Setting setting(String name, String value, String principal) {
        return Setting.builder()
                .name(name)
                .value(value)
                .principalArn(principal)
                .type("user")
                .build();
    }
}
