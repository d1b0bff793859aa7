using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace VizTeh.Actors.Serialization;

/// <summary>
/// What Akka falls back to for a type that is bound to no serializer: its own, except for the types of this program. Those have a
/// manifest or are refused, since what the fallback writes names a type by its place in the code and could not be read after a change.
/// It reads nothing at all: its format lets the writer choose any type of the machine, and nothing of ours, nor Akka's own messages
/// between nodes, comes in it.
/// </summary>
public sealed class FallbackSerializer(ExtendedActorSystem system, Config settings) : NewtonSoftJsonSerializer(system, settings)
{
    /// <summary>Puts it in the place of Akka's own.</summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka.actor.serializers {
          json = "{{typeof(FallbackSerializer).FullName}}, {{typeof(FallbackSerializer).Assembly.GetName().Name}}"
          daemon-create = "{{typeof(NoDeployment).FullName}}, {{typeof(NoDeployment).Assembly.GetName().Name}}"
        }
        """);

    /// <summary>Akka's own for this format.</summary>
    public override int Identifier => 1;

    /// <exception cref="ArgumentException">The type is the program's own and has no manifest.</exception>
    public override byte[] ToBinary(object obj)
    {
        var type = obj.GetType();
        return type.Assembly == typeof(FallbackSerializer).Assembly
            ? throw new ArgumentException($"{type} has no manifest: add it to {nameof(EventManifests)}", nameof(obj))
            : base.ToBinary(obj);
    }

    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"A message of {type} is not read: only types with a manifest in {nameof(EventManifests)} are");
}
