package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import java.util.List;
import java.util.Set;

/** The subject of a comparison. */
sealed interface Subject permits Attribute, Field {

    /** The text in a query. */
    String text();

    Set<Operator> operators();

    /**
     * Converts an argument that is neither a list nor a pattern.
     *
     * @return null if the text is invalid for this subject
     */
    Operand operand(String text);

    /** The expected argument, for error messages. */
    String expects();

    /** Whether the instance has a value for it. */
    boolean isPresent(Instance instance);

    /** Evaluates a plain operator that this subject supports. */
    boolean test(Instance instance, Operator operator, List<Operand> operands);

    /** The actual value, as a sentence: {@code attribute:stack is "test"}. */
    String found(Instance instance);
}
