using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace VizTeh.Actors.Serialization;

/// <summary>
/// Akka's fallback for types that are bound to no serializer, except for the types of this program: those have a manifest or are refused,
/// since the fallback's format names a type by its place in the code and would be unreadable after a change. Reading is refused altogether:
/// the format lets its writer choose any type of the machine, and neither this program's messages nor Akka's own between nodes use it.
/// </summary>
public sealed class FallbackSerializer(ExtendedActorSystem system, Config settings) : NewtonSoftJsonSerializer(system, settings)
{
    /// <summary>Replaces Akka's own fallback.</summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka.actor.serializers {
          json = "{{typeof(FallbackSerializer).FullName}}, {{typeof(FallbackSerializer).Assembly.GetName().Name}}"
          daemon-create = "{{typeof(NoDeployment).FullName}}, {{typeof(NoDeployment).Assembly.GetName().Name}}"
        }
        """);

    /// <summary>Akka's id of this format.</summary>
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
