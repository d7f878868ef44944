package dev.berth.ecs.instance;

import dev.berth.domain.instance.AttributeChange;
import dev.berth.ecs.Requests;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.Attribute;

/** Converts attributes between the API and the domain, and validates them. */
public final class AttributeModel {
    static final String TARGET_TYPE = "container-instance";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_./\\\\@: -]{0,128}");

    private AttributeModel() {}

    /** A name without a value is accepted: the attribute counts as present. */
    static void check(String name, String value) {
        Requests.refuseUnless(
                NAME.matcher(name).matches()
                        && VALUE.matcher(value).matches()
                        && value.equals(value.strip()),
                "The attribute '%s' is not valid. Names consist of up to 128 letters, digits and _./\\-. Values can also contain @, : and inner spaces."
                        .formatted(name));
    }

    /**
     * The attributes of a call, each with a target.
     *
     * @throws ApiException InvalidParameterException where one is none, or there are more than ten
     */
    static List<Attribute> each(List<Attribute> attributes) {
        Requests.refuseUnless(
                attributes.size() <= AttributeChange.MAX_ATTRIBUTES,
                "attributes can name at most %d, and this call names %d."
                        .formatted(AttributeChange.MAX_ATTRIBUTES, attributes.size()));
        for (var attribute : attributes) {
            check(Requests.orElse(attribute.name(), ""), Requests.orElse(attribute.value(), ""));
            var target = Requests.orElse(attribute.targetId(), "");
            Requests.refuseUnless(
                    !target.isEmpty(),
                    "attributes[].targetId is required: the id or the ARN of a container instance.");
            var type = Requests.oneOf("targetType", attribute.targetTypeAsString(), TARGET_TYPE);
            Requests.refuseUnless(
                    type != null || target.startsWith("arn:"),
                    "attributes[].targetType is required if targetId is not a full ARN: "
                            + TARGET_TYPE);
        }
        return attributes;
    }

    /**
     * @param value empty for none
     */
    public static Attribute shown(String name, String value, String targetArn) {
        return Attribute.builder()
                .name(name)
                .value(value.isEmpty() ? null : value)
                .targetType(TARGET_TYPE)
                .targetId(targetArn)
                .build();
    }
}
