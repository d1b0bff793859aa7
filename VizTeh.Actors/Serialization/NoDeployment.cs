using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace VizTeh.Actors.Serialization;

/// <summary>
/// Replaces Akka's serializer for remote deployment, which lets one node create an actor of any class on another. The program does not use
/// remote deployment.
/// </summary>
public sealed class NoDeployment(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Akka's id of this format.</summary>
    public override int Identifier => 3;

    public override bool IncludeManifest => false;

    /// <exception cref="SerializationException">Always.</exception>
    public override byte[] ToBinary(object obj) => throw Refused();

    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, Type type) => throw Refused();

    private static SerializationException Refused() => new("Remote deployment is refused: another node may not create actors here");
}
