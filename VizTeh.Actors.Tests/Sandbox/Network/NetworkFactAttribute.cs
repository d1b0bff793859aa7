using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Sandbox.Network;

/// <summary>A test with several machines; skipped, with the reason in the results, where there can be no network of them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = NodeNetwork.Obstacle;
}
