package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import java.util.List;
import java.util.Set;

/** What an expression is about. */
sealed interface Subject permits Attribute, Field {

    /** As it stands in a query. */
    String text();

    Set<Operator> operators();

    /**
     * An argument that is no list and no pattern.
     *
     * @return null if this subject is never such a thing
     */
    Operand operand(String text);

    /** What would have been an argument. */
    String expects();

    /** Whether the instance has a value for it. */
    boolean isPresent(Instance instance);

    /** Whether it is so; only plain operators that this subject takes are asked for. */
    boolean test(Instance instance, Operator operator, List<Operand> operands);

    /** What it is, as a sentence: {@code attribute:stack is "test"}. */
    String found(Instance instance);
}
