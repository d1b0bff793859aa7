using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>The forms of other trades in the folder examples, laid over hocon.conf as the demo does it, and filled in.</summary>
public sealed class ExampleFormsTests
{
    private const string Back = "Назад";

    // A Tuesday.
    private static readonly DateTimeOffset Morning = new(2026, 3, 10, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_appointment_is_made_with_ticks_and_a_day()
    {
        var client = Begin("appointment.conf");
        Assert.Contains("На что вас записать?", client.LastSaid, StringComparison.Ordinal);

        client.Presses("Осмотр и консультация").Presses("Отбеливание").Presses("Чистка зубов").Presses("Отбеливание").Presses("Готово");
        Assert.Contains("В какой день", client.LastSaid, StringComparison.Ordinal);
        client.Types("вчера");
        Assert.Contains("В какой день", client.LastSaid, StringComparison.Ordinal);
        client.Presses("12");
        client.Presses("Днём, с 12 до 17");
        client.Presses("Нет");
        Assert.Contains("К какому врачу", client.LastSaid, StringComparison.Ordinal);
        client.Presses("К любому");
        client.Types("Анна Смирнова");
        client.Shares("+79161234567");
        client.Presses("Пропустить");

        Assert.IsType<Form.Reviewing>(client.Form);
        Assert.Contains("12.03.2026", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("Услуги", "Осмотр и консультация, Чистка зубов"), ("Дата", "12.03.2026"), ("Время", "Днём, с 12 до 17"),
                ("Первый визит", "нет"), ("Врач", "К любому"), ("Имя", "Анна Смирнова"), ("Телефон", "+7 916 123-45-67"),
            ],
            Sent(client));
    }

    [Fact]
    public void An_appointment_is_spoken_of_in_the_words_of_the_firm()
    {
        var client = new Dialogue { Company = Company("appointment.conf"), Now = Morning }.Types("/start");
        Assert.Equal(
            "Здравствуйте! Стоматология «Жемчуг» на связи.\n\nОтветьте на несколько вопросов, и мы подберём время приёма.",
            client.LastSaid);
        Assert.Equal("Записаться", ((Keyboard.Menu)client.Menu!).Rows[0][0].Label);
        Assert.Contains("нажмите «Записаться»", client.Types("Здравствуйте").LastSaid, StringComparison.Ordinal);

        client.Types(
            "записаться", "Удаление зуба", "завтра", "в любое", "да", "Борис", "8 916 123-45-67", "Пропустить", "Отправить");

        Assert.Equal(
            "Спасибо! Запись <b>№7</b> принята.\n\n"
            + "Администратор скоро позвонит и подтвердит время. Если дело срочное, звоните +7 495 123-45-67.",
            client.GetsTicket(7).LastSaid);
    }

    [Fact]
    public void An_appointment_takes_no_more_ticks_than_three_and_asks_a_newcomer_for_no_doctor()
    {
        var client = Begin("appointment.conf");

        client.Presses("Осмотр и консультация").Presses("Отбеливание").Presses("Чистка зубов").Presses("Удаление зуба").Presses("Готово");
        Assert.Contains("На что вас записать?", client.LastSaid, StringComparison.Ordinal);
        client.Presses("Отбеливание").Presses("Готово");
        client.Types("послезавтра", "в любое", "да");

        Assert.Contains("Как вас зовут?", client.LastSaid, StringComparison.Ordinal);
        client.Types("Борис", "8 916 123-45-67", "Боюсь бормашины.\nАллергия на лидокаин.");
        Assert.Equal(
            ["Услуги", "Дата", "Время", "Первый визит", "Имя", "Телефон", "Комментарий"], Sent(client).Select(answer => answer.Label));
    }

    [Fact]
    public void A_repair_at_home_asks_for_the_address_and_the_day()
    {
        var client = Begin("repair.conf");

        client.Presses("Холодильник");
        Assert.Contains("Какая марка и модель?", client.LastSaid, StringComparison.Ordinal);
        client.Presses("Пропустить").Presses("5");
        client.Types("Не морозит.\nСвет горит.");
        client.Presses("Да");
        Assert.Contains("По какому адресу", client.LastSaid, StringComparison.Ordinal);
        client.Types("Тверь, Садовая, 5", "11.03", "Анна", "+7 916 123-45-67");

        Assert.Equal(
            [
                ("Техника", "Холодильник"), ("Возраст, лет", "5"), ("Неисправность", "Не морозит.\nСвет горит."), ("Выезд мастера", "да"),
                ("Адрес", "Тверь, Садовая, 5"), ("День визита", "11.03.2026"), ("Имя", "Анна"), ("Телефон", "+7 916 123-45-67"),
            ],
            Sent(client));
    }

    [Fact]
    public void A_repair_asks_what_another_device_is_and_forgets_the_visit_when_it_turns_out_to_be_a_laptop()
    {
        var client = Begin("repair.conf");

        client.Types("другое");
        Assert.Contains("Что именно нужно починить?", client.LastSaid, StringComparison.Ordinal);
        client.Types("Пылесос", "Пропустить", "12", "Не включается", "да", "Тверь, Садовая, 5", "завтра", "Анна", "+7 916 123-45-67");
        Assert.IsType<Form.Reviewing>(client.Form);

        client.Presses("Изменить").Presses("Техника").Presses("Ноутбук");

        Assert.IsType<Form.Reviewing>(client.Form);
        Assert.DoesNotContain("Садовая", client.LastSaid, StringComparison.Ordinal);
        Assert.DoesNotContain("Пылесос", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Техника", "Возраст, лет", "Неисправность", "Имя", "Телефон"], Sent(client).Select(answer => answer.Label));
    }

    [Fact]
    public void What_a_change_of_mind_makes_a_repair_ask_again_is_kept_from_before()
    {
        var client = Begin("repair.conf");
        client.Types("Другое", "Пылесос", "Пропустить", "Пропустить", "Не включается", "да", "Тверь, Садовая, 5", "завтра", "Анна");

        client.Types(Back, Back, Back, Back, "нет");

        Assert.IsType<Form.Asking>(client.Form);
        client.Types("Анна").Types("+7 916 123-45-67");
        Assert.IsType<Form.Reviewing>(client.Form);
        client.Presses("Изменить").Presses("Выезд мастера").Presses("Да");
        Assert.Contains(("Адрес", "Тверь, Садовая, 5"), Sent(client));
    }

    [Theory]
    [InlineData("appointment.conf", "Стоматология «Жемчуг»")]
    [InlineData("repair.conf", "Мастерская «Винтик»")]
    public void An_example_brings_the_firm_and_the_form_and_leaves_the_rest_as_it_is(string file, string name)
    {
        var company = Company(file);

        Assert.Equal(name, company.Name);
        Assert.Contains(company.Phone, company.AboutHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(ShippedForm.Company.Phone, company.AboutHtml, StringComparison.Ordinal);
        Assert.Equal(ShippedForm.Company.TimeZone, company.TimeZone);
        Assert.Contains(company.Form.Questions, question => question.Kind == QuestionKind.Phone);
    }

    private static Dialogue Begin(string file)
    {
        var client = new Dialogue { Company = Company(file), Now = Morning };
        return client.Types("/start", "Оставить заявку");
    }

    private static CompanySettings Company(string file) => HoconFile.Parse(
        $"{File.ReadAllText(HoconFile.DefaultPath)}\n{File.ReadAllText(Path.Combine(Repository.Root, "examples", file))}", file).Company;

    /// <summary>Sends the form; what the ticket gets, as a person reads it.</summary>
    private static IEnumerable<(string Label, string Value)> Sent(Dialogue client)
    {
        client.Presses("Отправить");
        return Assert.IsType<Form.Submitting>(client.Form).Answers.Given
            .Select(answer => (answer.Label, ShippedForm.Texts.Shown(answer).Replace('\u00A0', ' ')));
    }
}
