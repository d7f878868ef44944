package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One attribute of an instance.
 *
 * @param name of the attribute
 */
record Attribute(String name) implements Subject {
    static final String PREFIX = "attribute:";
    private static final Set<Operator> ALL = EnumSet.allOf(Operator.class);

    @Override
    public String text() {
        return PREFIX + name;
    }

    @Override
    public Set<Operator> operators() {
        return ALL;
    }

    @Override
    public Operand operand(String text) {
        return Values.text(text);
    }

    @Override
    public String expects() {
        return "a value";
    }

    @Override
    public boolean isPresent(Instance instance) {
        return instance.attributes().containsKey(name);
    }

    @Override
    public boolean test(Instance instance, Operator operator, List<Operand> operands) {
        return Values.test(instance.attributes().get(name), operator, operands);
    }

    @Override
    public String found(Instance instance) {
        var value = instance.attributes().get(name);
        return text() + (value == null ? " is missing" : " is \"" + value + "\"");
    }
}
