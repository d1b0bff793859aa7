using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Tests.Forms;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("9161234567", "+79161234567")]
    [InlineData("4953632042", "+74953632042")]
    [InlineData("8121234567", "+78121234567")]
    [InlineData("89161234567", "+79161234567")]
    [InlineData("79161234567", "+79161234567")]
    [InlineData("+79161234567", "+79161234567")]
    [InlineData("  8 (916) 123-45-67\n", "+79161234567")]
    [InlineData("+7 495 363-20-42", "+74953632042")]
    [InlineData("8.916.123.45.67", "+79161234567")]
    [InlineData("8 800 555 35 35", "+78005553535")]
    [InlineData("8\u00A0916\u202F123\u201145\u201367", "+79161234567")]
    [InlineData("+7 916 123\u221245\u201467", "+79161234567")]
    [InlineData("\u202A+7 916 123-45-67\u202C", "+79161234567")]
    [InlineData("\u200E8916\u00AD1234567", "+79161234567")]
    [InlineData("(+7) 916 1234567", "+79161234567")]
    [InlineData("＋７ ９１６ １２３４５６７", "+79161234567")]
    [InlineData("８（９１６）１２３４５６７", "+79161234567")]
    [InlineData("٨٩١٦١٢٣٤٥٦٧", "+79161234567")]
    [InlineData("8 𝟡𝟙𝟞 1234567", "+79161234567")]
    [InlineData("8️⃣9️⃣1️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣", "+79161234567")]
    [InlineData("+89161234567", "+79161234567")]
    [InlineData("+8 495 363 20 42", "+74953632042")]
    [InlineData("++79161234567", "+79161234567")]
    [InlineData("+7 8 495 363 20 42", "+74953632042")]
    [InlineData("7 8 495 363 20 42", "+74953632042")]
    public void A_russian_number_is_stored_alike_however_it_is_written(string typed, string number) => AssertRead(number, typed);

    [Theory]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("+81 3 1234 5678", "+81312345678")]
    [InlineData("+84 91 234 56 78", "+84912345678")]
    [InlineData("49301234567", "+49301234567")]
    [InlineData("+٤٩ ٣٠١٢٣٤٥٦", "+4930123456")]
    [InlineData("+376 312 345", "+376312345")]
    [InlineData("376312345", "+376312345")]
    [InlineData("+998 90 123 45 67", "+998901234567")]
    [InlineData("8 10 49 30 1234567", "+49301234567")]
    [InlineData("0049301234567", "+49301234567")]
    [InlineData("+888 0123 4567", "+88801234567")]
    [InlineData("888 0123 4567", "+88801234567")]
    [InlineData("88801234567", "+88801234567")]
    [InlineData("+888 8 123", "+8888123")]
    public void A_number_of_another_country_is_taken_at_its_word(string typed, string number) => AssertRead(number, typed);

    [Theory]
    [InlineData(" +375  (29)\u00A0123-45-67 ", "+375291234567")]
    [InlineData("375291234567", "+375291234567")]
    [InlineData("8 029 123-45-67", "+375291234567")]
    [InlineData("+7 701 234 56 78", "+77012345678")]
    [InlineData("8 701 234 56 78", "+77012345678")]
    [InlineData("7012345678", "+77012345678")]
    public void Neighbours_numbers_are_known_as_they_are_dialled_at_home(string typed, string number) => AssertRead(number, typed);

    [Theory]
    [InlineData("8 495 123-45-67 доб. 12", "+74951234567;ext=12")]
    [InlineData("8 (495) 123-45-67 (доб. 12)", "+74951234567;ext=12")]
    [InlineData("84951234567 доб.12", "+74951234567;ext=12")]
    [InlineData("8 495 123 45 67 Доб 12", "+74951234567;ext=12")]
    [InlineData("8 495 123 45 67, добавочный 12", "+74951234567;ext=12")]
    [InlineData("8 495 123 45 67, внутр. 5", "+74951234567;ext=5")]
    [InlineData("+74951234567#101", "+74951234567;ext=101")]
    [InlineData("+7 495 123-45-67 ext. 101", "+74951234567;ext=101")]
    [InlineData("+375 17 123-45-67 доб. 7", "+375171234567;ext=7")]
    [InlineData("+74951234567;ext=12", "+74951234567;ext=12")]
    public void An_extension_is_kept(string typed, string number) => AssertRead(number, typed);

    [Theory]
    [InlineData("тел. 8 916 123-45-67", "+79161234567")]
    [InlineData("Телефон: 89161234567", "+79161234567")]
    [InlineData("📞89161234567", "+79161234567")]
    [InlineData("<b>89161234567</b>", "+79161234567")]
    [InlineData("8 916 123-45-67 Анна", "+79161234567")]
    [InlineData("84951234567 доб. 12 Анна Петровна", "+74951234567;ext=12")]
    [InlineData("+7-916-123-45-67 после 18:00", "+79161234567")]
    [InlineData("договор 12345, тел. 8 916 123-45-67", "+79161234567")]
    [InlineData("дом 5, кв. 12, 8 916 123 45 67", "+79161234567")]
    public void Words_around_a_number_do_no_harm(string typed, string number) => AssertRead(number, typed);

    [Theory]
    [InlineData("89161234567, 89161234568", "+79161234567, +79161234568")]
    [InlineData("89161234567/89161234568", "+79161234567, +79161234568")]
    [InlineData("8 916 123-45-67 8 916 765-43-21", "+79161234567, +79167654321")]
    [InlineData("8 916 123-45-67 Анна, +375 29 123-45-67 Пётр", "+79161234567, +375291234567")]
    [InlineData("89161234567 89161234567", "+79161234567")]
    [InlineData("89161234561, 89161234562, 89161234563, 89161234564", "+79161234561, +79161234562, +79161234563")]
    [InlineData("+7 (916) 123-45-67/68", "+79161234567")]
    public void A_second_and_a_third_number_are_kept(string typed, string numbers) => AssertRead(numbers, typed);

    [Theory]
    [InlineData("+7 123 456 78 90", "+71234567890")]
    [InlineData("+999123456789", "+999123456789")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("123 456 789 012", "123 456 789 012")]
    public void What_is_possible_is_taken_though_no_table_lists_it(string typed, string number) => AssertRead(number, typed);

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("()-.")]
    [InlineData("позвоните мне")]
    [InlineData("в 10 или в 12")]
    public void What_holds_no_number_is_refused(string typed) =>
        Assert.Equal(new PhoneReading.NotANumber(), PhoneNumber.ReadTyped(typed));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("123-45-67", 7)]
    [InlineData("916123456", 9)]
    [InlineData("1234567890123456", 16)]
    [InlineData("+1234567890123456", 16)]
    public void Ten_to_fifteen_digits_are_asked_for(string typed, int digits) =>
        Assert.Equal(new PhoneReading.WrongLength(digits), PhoneNumber.ReadTyped(typed));

    [Theory]
    [InlineData("+7916123456")]
    [InlineData("+791612345678")]
    public void A_number_of_code_7_has_ten_digits_after_it(string typed) =>
        Assert.Equal(new PhoneReading.NotTenAfterSeven(), PhoneNumber.ReadTyped(typed));

    [Theory]
    [InlineData("8 495 123 45 6")]
    [InlineData("7 916 123 45 6")]
    [InlineData("8-495-123-45-6")]
    [InlineData("8(495)123456")]
    [InlineData("8495123456")]
    [InlineData("7916123456")]
    [InlineData("8916123456O")]
    [InlineData("8916123456²")]
    // Written without the gap it is a number of Penza.
    [InlineData("8 416 212 34 5")]
    [InlineData("+123456789")]
    public void A_digit_too_few_is_never_made_up_for(string typed) =>
        Assert.Equal(new PhoneReading.NotOfItsCountrysLength(), PhoneNumber.ReadTyped(typed));

    [Fact]
    public void A_number_as_written_is_short_however_many_separators_were_typed()
    {
        Assert.IsType<PhoneReading.NotANumber>(PhoneNumber.ReadTyped($"123{new string('-', 41)}456789012"));
        AssertRead("+79161234567", "+7--9161234567");
    }

    [Fact]
    public void A_text_of_any_length_is_read_at_once()
    {
        foreach (var piece in new[] { "8", "8-", "8 ", "(", "+7 ", "доб. ", "8 916 доб " })
            PhoneNumber.ReadTyped(string.Concat(Enumerable.Repeat(piece, 4096 / piece.Length)));
    }

    [Theory]
    [InlineData("79161234567", "+79161234567")]
    [InlineData("+79161234567", "+79161234567")]
    [InlineData("89161234567", "+79161234567")]
    [InlineData("+7 916 123-45-67", "+79161234567")]
    [InlineData("81312345678", "+81312345678")]
    [InlineData("4930123456", "+4930123456")]
    [InlineData("375291234567", "+375291234567")]
    [InlineData("2901234", "+2901234")]
    [InlineData("37631234", "+37631234")]
    [InlineData("376312345", "+376312345")]
    [InlineData("88801234567", "+88801234567")]
    public void A_shared_contact_is_international(string shared, string number) =>
        Assert.Equal(new PhoneReading.Valid(number), PhoneNumber.ReadContact(shared));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("123")]
    [InlineData("1234567890123456")]
    public void A_shared_contact_without_a_number_is_refused(string shared) =>
        Assert.IsNotType<PhoneReading.Valid>(PhoneNumber.ReadContact(shared));

    private static void AssertRead(string number, string typed) =>
        Assert.Equal(new PhoneReading.Valid(number), PhoneNumber.ReadTyped(typed));
}
