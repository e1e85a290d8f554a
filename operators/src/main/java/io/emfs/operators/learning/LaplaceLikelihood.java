package io.emfs.operators.learning;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import com.oracle.labs.mlrg.olcut.util.Pair;
import org.tribuo.common.sgd.SGDObjective;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;

/**
 * Negative log-likelihood of a target under a Laplace distribution, of which location and ln width are predicted. As Tribuo
 * wants it, the gradient points where the loss falls. Stateless.
 */
final class LaplaceLikelihood implements SGDObjective<DenseVector>, Configurable {
    /** Within it the loss is a parabola: its gradient would otherwise jump at 0. */
    private static final double ROUNDING = 0.02;

    /** An outlier's pull on the width. */
    private static final double MAX_PULL = 4;

    @Override
    public Pair<Double, SGDVector> lossAndGradient(DenseVector target, SGDVector predicted) {
        double off = target.get(0) - predicted.get(0);
        double lnWidth = Network.clipLnWidth(predicted.get(1));
        double rounded = Math.sqrt(off * off + ROUNDING * ROUNDING);
        double widths = rounded / Math.exp(lnWidth);
        double pull = Math.min(MAX_PULL, widths) - 1;
        double push = off / (rounded * Math.exp(lnWidth));
        return new Pair<>(widths + lnWidth, DenseVector.createDenseVector(new double[] {push, pull}));
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "SGDObjective");
    }
}
